extension String {
  /// How many letters have to be put in, left out or replaced to get from one to the other (Levenshtein).
  public func distance(to other: String) -> Int {
    let other = Array(other)
    var row = Array(0...other.count)
    for (line, letter) in enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for column in other.indices {
        let replaced = diagonal + (letter == other[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[other.count]
  }
}

extension Collection<String> {
  /// The text that is the fewest letters away, the first of several; nil where there is none.
  /// - Parameter spelling: what of each text is compared, for letter case and marks that do not count.
  public func nearest(to word: String, spelling: (String) -> String = { $0 }) -> String? {
    let word = spelling(word)
    return map { (text: $0, distance: spelling($0).distance(to: word)) }.min { $0.distance < $1.distance }?.text
  }
}
