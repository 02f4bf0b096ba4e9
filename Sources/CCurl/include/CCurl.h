#ifndef ONRAMP_CCURL_H
#define ONRAMP_CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libcurl in a handful of functions of our own: its options are variadic and its codes are macros and
   enums that grow with every release, and neither belongs in Swift. A pool is one multi handle; it and
   its transfers belong to one thread, only door_pool_wake may be called from another. */

typedef struct door_pool door_pool;
typedef struct door_transfer door_transfer;

/* What went wrong, in our own words. */
typedef enum {
  DOOR_OK = 0,
  DOOR_UNRESOLVED,
  DOOR_REFUSED,
  DOOR_PROXY,
  DOOR_TLS_UNTRUSTED,
  DOOR_TLS,
  DOOR_TIMED_OUT,
  DOOR_INTERRUPTED,
  DOOR_TOO_LARGE,
  DOOR_MALFORMED,
  DOOR_UNUSABLE,
} door_fault;

typedef struct {
  const char *method;
  const char *url;
  /* Lines "Name: value", or "Name;" for an empty value. */
  const char *const *headers;
  size_t header_count;
  /* Copied. NULL sends no body; an empty one sends Content-Length: 0. */
  const uint8_t *body;
  size_t body_size;
  long connect_milliseconds;
  long total_milliseconds;
  /* Gives up when not a byte moved for so long. */
  long silence_seconds;
  size_t body_limit;
  size_t header_limit;
  bool fresh_connection;
  /* NULL takes the system's certificates. */
  const char *ca_file;
  /* NULL leaves no_proxy to libcurl. */
  const char *no_proxy;
} door_request;

typedef struct {
  door_fault fault;
  /* Whether any byte of the request had left: the server may have acted. */
  bool sent;
  int status;
  /* Header lines as they came, each ended by CR LF, of the last response only. */
  const uint8_t *headers;
  size_t header_size;
  const uint8_t *body;
  size_t body_size;
  /* libcurl's own words for the fault. */
  const char *words;
} door_answer;

door_pool *door_pool_make(void);
void door_pool_free(door_pool *pool);
/* Ends a door_pool_turn that waits; safe from any thread. */
void door_pool_wake(door_pool *pool);
/* Moves every transfer on, then waits for at most so many milliseconds for the next thing to do. */
bool door_pool_turn(door_pool *pool, int milliseconds);
/* A transfer under way, or NULL when memory or the request does not allow it. */
door_transfer *door_transfer_start(door_pool *pool, const door_request *request);
bool door_transfer_is_finished(const door_transfer *transfer);
/* What came; the pointers live as long as the transfer. */
door_answer door_transfer_answer(const door_transfer *transfer);
/* Ends the transfer, whether finished or not. */
void door_transfer_free(door_pool *pool, door_transfer *transfer);

/* Waits for a thread's end for at most so many milliseconds, and joins it; false when it is still at work. */
bool door_thread_join(unsigned long thread, int milliseconds);

/* The release of libcurl in use, such as "7.88.1". */
const char *door_version(void);

#endif
