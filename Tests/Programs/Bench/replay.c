/* The practical limit: the recorded requests over one bare libcurl multi handle: `replay TAPE SCHEME PORT [all]`.

   A request is sent as soon as the answer it waited for has come, or at once with `all`; its headers are the recorded
   ones, so nothing is resolved, signed, parsed or judged. Prints what went wrong, if anything did. */

#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "tape.h"

static struct tape tape;
static const char *scheme, *port;
static long wrong;

static size_t take(char *bytes, size_t one, size_t size, void *total) {
  (void)bytes;
  *(size_t *)total += one * size;
  return one * size;
}

static void start(CURLM *multi, int number) {
  struct entry *entry = &tape.entries[number];
  static size_t total;
  char *url = NULL;
  if (asprintf(&url, "%s://127.0.1.%d:%s%s", scheme, entry->host, port, entry->target) < 0) exit(2);
  struct curl_slist *headers = NULL;
  char *rest = entry->request_headers.start, *line;
  while ((line = strtok_r(rest, "\r\n", &rest)))
    if (strncasecmp(line, "Host:", 5) != 0 && strncasecmp(line, "Content-Length:", 15) != 0)
      headers = curl_slist_append(headers, line);
  headers = curl_slist_append(headers, "Expect:");
  CURL *easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, entry);
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &total);
  if (getenv("AWS_CA_BUNDLE")) curl_easy_setopt(easy, CURLOPT_CAINFO, getenv("AWS_CA_BUNDLE"));
  if (strcmp(entry->method, "HEAD") == 0) {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else {
    if (entry->request_body.size) {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)entry->request_body.size);
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, entry->request_body.start);
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, entry->method);
  }
  curl_multi_add_handle(multi, easy);
  free(url);
}

int main(int count, char **arguments) {
  if (count < 4) return 2;
  tape = tape_read(arguments[1]);
  scheme = arguments[2];
  port = arguments[3];
  bool at_once = count > 4;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 64L);
  for (int i = 0; i < tape.count; i++)
    if (at_once || tape.entries[i].after < 0) start(multi, i);
  int running = 0, left = 0, done = 0;
  do {
    CURLMsg *message;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return 2;
    while ((message = curl_multi_info_read(multi, &left))) {
      struct entry *entry = NULL;
      long status = 0;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&entry);
      curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result != CURLE_OK || status != entry->status) {
        fprintf(stderr, "%s %s: %s, status %ld\n", entry->method, entry->target,
                curl_easy_strerror(message->data.result), status);
        wrong++;
      }
      done++;
      curl_multi_remove_handle(multi, message->easy_handle);
      int number = (int)(entry - tape.entries);
      for (int i = 0; !at_once && i < tape.count; i++)
        if (tape.entries[i].after == number) start(multi, i), running++;
    }
    if (running && curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK) return 2;
  } while (running);
  return wrong || done != tape.count;
}
