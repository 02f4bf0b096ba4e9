#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

struct door_pool {
  CURLM *multi;
};

struct bytes {
  uint8_t *start;
  size_t size, room, limit;
  bool overflow;
};

struct door_transfer {
  CURL *easy;
  struct curl_slist *lines;
  struct bytes headers, body;
  CURLcode code;
  bool finished, within_pool;
  char words[CURL_ERROR_SIZE];
};

static bool append(struct bytes *bytes, const void *more, size_t size) {
  if (size > bytes->limit - bytes->size) {
    bytes->overflow = true;
    return false;
  }
  if (bytes->size + size > bytes->room) {
    size_t room = bytes->room ? bytes->room : 4096;
    while (room < bytes->size + size) room *= 2;
    uint8_t *start = realloc(bytes->start, room);
    if (!start) return false;
    bytes->start = start;
    bytes->room = room;
  }
  memcpy(bytes->start + bytes->size, more, size);
  bytes->size += size;
  return true;
}

static size_t take_header(char *line, size_t one, size_t size, void *context) {
  (void)one;
  door_transfer *transfer = context;
  /* A status line begins a response; what came before was an interim one. */
  if (size >= 5 && strncasecmp(line, "HTTP/", 5) == 0) transfer->headers.size = 0;
  return append(&transfer->headers, line, size) ? size : 0;
}

static size_t take_body(char *part, size_t one, size_t size, void *context) {
  (void)one;
  door_transfer *transfer = context;
  return append(&transfer->body, part, size) ? size : 0;
}

static void start_library(void) {
#ifdef __GLIBC__
  /* A heap for each of the tasks' threads would cost several MiB and hundreds of calls to grow them. */
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
  /* libcurl would write the keys of every connection there. */
  unsetenv("SSLKEYLOGFILE");
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

door_pool *door_pool_make(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start_library);
  door_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return NULL;
  pool->multi = curl_multi_init();
  if (!pool->multi) {
    free(pool);
    return NULL;
  }
  curl_multi_setopt(pool->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
  curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, 32L);
  curl_multi_setopt(pool->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 16L);
  return pool;
}

void door_pool_free(door_pool *pool) {
  if (!pool) return;
  curl_multi_cleanup(pool->multi);
  free(pool);
}

void door_pool_wake(door_pool *pool) { curl_multi_wakeup(pool->multi); }

bool door_pool_turn(door_pool *pool, int milliseconds) {
  int running = 0, left = 0;
  if (curl_multi_perform(pool->multi, &running) != CURLM_OK) return false;
  /* What has just finished is to be collected before any waiting. */
  CURLMsg *message;
  bool finished = false;
  while ((message = curl_multi_info_read(pool->multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    door_transfer *transfer = NULL;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
    transfer->code = message->data.result;
    transfer->finished = true;
    finished = true;
  }
  if (finished) return true;
  return curl_multi_poll(pool->multi, NULL, 0, milliseconds, NULL) == CURLM_OK;
}

bool door_transfer_is_finished(const door_transfer *transfer) { return transfer->finished; }

door_transfer *door_transfer_start(door_pool *pool, const door_request *request) {
  door_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->headers.limit = request->header_limit;
  transfer->body.limit = request->body_limit;
  CURL *easy = transfer->easy = curl_easy_init();
  bool good = easy != NULL;
  for (size_t i = 0; good && i < request->header_count; i++) {
    struct curl_slist *lines = curl_slist_append(transfer->lines, request->headers[i]);
    if (lines) transfer->lines = lines;
    good = lines != NULL;
  }
#define SET(option, value) good = good && curl_easy_setopt(easy, option, value) == CURLE_OK
  SET(CURLOPT_PRIVATE, transfer);
  SET(CURLOPT_ERRORBUFFER, transfer->words);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  /* S3 keys may hold "..": the path goes out as it was signed. */
  SET(CURLOPT_PATH_AS_IS, 1L);
  SET(CURLOPT_URL, request->url);
  SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
  SET(CURLOPT_TIMEOUT_MS, request->total_milliseconds);
  SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
  SET(CURLOPT_LOW_SPEED_TIME, request->silence_seconds);
  SET(CURLOPT_FRESH_CONNECT, request->fresh_connection ? 1L : 0L);
  if (request->ca_file) SET(CURLOPT_CAINFO, request->ca_file);
  if (request->no_proxy) SET(CURLOPT_NOPROXY, request->no_proxy);
  SET(CURLOPT_HEADERFUNCTION, take_header);
  SET(CURLOPT_HEADERDATA, transfer);
  SET(CURLOPT_WRITEFUNCTION, take_body);
  SET(CURLOPT_WRITEDATA, transfer);
  if (strcmp(request->method, "HEAD") == 0) {
    SET(CURLOPT_NOBODY, 1L);
  } else {
    if (request->body) {
      SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
      SET(CURLOPT_COPYPOSTFIELDS, request->body_size ? (const void *)request->body : (const void *)"");
    }
    SET(CURLOPT_CUSTOMREQUEST, request->method);
  }
  SET(CURLOPT_HTTPHEADER, transfer->lines);
#undef SET
  if (good && curl_multi_add_handle(pool->multi, easy) == CURLM_OK) {
    transfer->within_pool = true;
    return transfer;
  }
  door_transfer_free(pool, transfer);
  return NULL;
}

static door_fault fault_of(const door_transfer *transfer) {
  if (transfer->code == CURLE_OK) return DOOR_OK;
  if (transfer->headers.overflow || transfer->body.overflow) return DOOR_TOO_LARGE;
  long connect_status = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
  if (connect_status != 0 && connect_status / 100 != 2) return DOOR_PROXY;
  switch (transfer->code) {
    case CURLE_COULDNT_RESOLVE_HOST: return DOOR_UNRESOLVED;
    case CURLE_COULDNT_CONNECT: return DOOR_REFUSED;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return DOOR_PROXY;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR: return DOOR_TLS_UNTRUSTED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED: return DOOR_TLS;
    case CURLE_OPERATION_TIMEDOUT: return DOOR_TIMED_OUT;
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FILESIZE_EXCEEDED: return DOOR_TOO_LARGE;
    case CURLE_UNSUPPORTED_PROTOCOL: {
      /* libcurl says this both of a bad URL and of an answer that is no HTTP. */
      long sent = 0;
      curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
      return sent > 0 ? DOOR_MALFORMED : DOOR_UNUSABLE;
    }
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: return DOOR_MALFORMED;
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_FAILED_INIT: return DOOR_UNUSABLE;
    default: return DOOR_INTERRUPTED;
  }
}

door_answer door_transfer_answer(const door_transfer *transfer) {
  long status = 0, sent = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
  door_answer answer = {
      .fault = fault_of(transfer),
      .sent = sent > 0,
      .status = (int)status,
      .headers = transfer->headers.start,
      .header_size = transfer->headers.size,
      .body = transfer->body.start,
      .body_size = transfer->body.size,
      .words = transfer->words[0] ? transfer->words : curl_easy_strerror(transfer->code),
  };
  return answer;
}

void door_transfer_free(door_pool *pool, door_transfer *transfer) {
  if (!transfer) return;
  if (transfer->easy) {
    if (transfer->within_pool) curl_multi_remove_handle(pool->multi, transfer->easy);
    curl_easy_cleanup(transfer->easy);
  }
  curl_slist_free_all(transfer->lines);
  free(transfer->headers.start);
  free(transfer->body.start);
  free(transfer);
}

const char *door_version(void) { return curl_version_info(CURLVERSION_NOW)->version; }
