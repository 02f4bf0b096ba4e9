#ifndef ONRAMP_BENCH_TAPE_H
#define ONRAMP_BENCH_TAPE_H

#include <stdio.h>
#include <stdlib.h>

/* The recorded requests of one check with their answers, as recorder.py writes them. An entry is one line

     host after method target request-headers request-body status answer-headers answer-body

   where host is the last number of the address, after is the entry whose answer it waited for (-1: none), and
   the four parts are given by their sizes; the parts follow the line, one behind the other. */

struct part {
  char *start;
  size_t size;
};

struct entry {
  int host, after, status;
  char method[16];
  char *target;
  struct part request_headers, request_body, answer_headers, answer_body;
};

struct tape {
  struct entry *entries;
  int count;
};

static inline struct part tape_part(FILE *file, size_t size) {
  struct part part = {calloc(1, size + 1), size};
  if (!part.start || fread(part.start, 1, size, file) != size) {
    fprintf(stderr, "the tape ends too early\n");
    exit(2);
  }
  return part;
}

static inline struct tape tape_read(const char *path) {
  struct tape tape = {NULL, 0};
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(2);
  }
  struct entry entry;
  size_t sizes[4];
  while (fscanf(file, "%d %d %15s %ms %zu %zu %d %zu %zu", &entry.host, &entry.after, entry.method, &entry.target,
                &sizes[0], &sizes[1], &entry.status, &sizes[2], &sizes[3]) == 9) {
    fgetc(file);
    entry.request_headers = tape_part(file, sizes[0]);
    entry.request_body = tape_part(file, sizes[1]);
    entry.answer_headers = tape_part(file, sizes[2]);
    entry.answer_body = tape_part(file, sizes[3]);
    tape.entries = realloc(tape.entries, (size_t)(tape.count + 1) * sizeof entry);
    if (!tape.entries) exit(2);
    tape.entries[tape.count++] = entry;
  }
  fclose(file);
  return tape;
}

#endif
