/* Answers recorded requests from memory, at the pace of a network: `server TAPE HOSTS MS [CERTIFICATE KEY]`.

   It listens on 127.0.1.1 to 127.0.1.HOSTS on one port of the system's choice and says which. Whatever arrives is
   taken up only a round trip of MS milliseconds later, and the first bytes of a connection another round trip later,
   for the handshake of TCP: what a client can overlap or save, it saves here as it would on a real network. With a
   negative MS a request takes -MS and a connection nothing, which shows what waits for what.

   A line on standard input is a question: `zero` forgets the counts, `count` prints them, `log` prints for each
   request since then its entry, when it came and when its answer left (µs); `hang 4` answers nothing on 127.0.1.4. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tape.h"

struct buffer {
  char *start;
  size_t size, room;
};

struct peer {
  int socket, host;
  bool is_open, has_spoken, has_shaken;
  /* Nobody may touch a peer's memory while bytes of it are still on their way. */
  int on_the_way;
  int64_t accepted, last_due;
  SSL *tls;
  struct buffer plain, out;
};

/* Bytes on their way; no bytes at all mean that the peer has closed. */
struct flight {
  struct flight *next;
  struct peer *peer;
  int64_t due, left;
  size_t size;
  char bytes[];
};

struct line {
  int entry;
  int64_t came, left;
};

static struct tape tape;
static uint64_t *keys;
static SSL_CTX *context;
static int64_t trip;
static bool counts_connecting = true;
static int queue;
static struct flight *first, *last;
static long requests, strangers, connections, full, resumed, open_requests;
static int hanging;
static struct line *lines;
static size_t line_count;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void add(struct buffer *buffer, const void *bytes, size_t size) {
  if (buffer->size + size > buffer->room) {
    while (buffer->size + size > buffer->room) buffer->room = buffer->room ? 2 * buffer->room : 8192;
    buffer->start = realloc(buffer->start, buffer->room);
    if (!buffer->start) exit(2);
  }
  memcpy(buffer->start + buffer->size, bytes, size);
  buffer->size += size;
}

static void drop(struct buffer *buffer, size_t size) {
  memmove(buffer->start, buffer->start + size, buffer->size - size);
  buffer->size -= size;
}

/* The words of a text, whatever their order, blanks and escapes: clients write the same input in different ways. */
static uint64_t words(const char *text, size_t size) {
  uint64_t sum = 0, word = 0;
  for (size_t i = 0; i <= size; i++) {
    int letter = i < size ? (unsigned char)text[i] : ' ';
    unsigned escaped;
    if (letter == '%' && i + 2 < size && sscanf(text + i + 1, "%2x", &escaped) == 1) {
      letter = (int)escaped;
      i += 2;
    }
    bool is_word = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    if (is_word) {
      if (!word) word = 14695981039346656037u;
      word = (word ^ (unsigned)letter) * 1099511628211u;
    } else if (word) {
      sum += word ^ word >> 29;
      word = 0;
    }
  }
  return sum;
}


/* The value of a header in a block of lines; its size, 0 when there is none. */
static size_t header(const char *block, size_t size, const char *name, const char **value) {
  size_t length = strlen(name);
  for (const char *line = block; line < block + size;) {
    const char *end = memmem(line, (size_t)(block + size - line), "\r\n", 2);
    if (!end) end = block + size;
    if ((size_t)(end - line) > length && line[length] == ':' && strncasecmp(line, name, length) == 0) {
      line += length + 1;
      while (line < end && *line == ' ') line++;
      *value = line;
      return (size_t)(end - line);
    }
    line = end + 2;
  }
  *value = "";
  return 0;
}

/* What makes two requests the same: who is asked what, with which of GitHub's tokens. */
static uint64_t key(int host, const char *method, const char *target, const char *headers, size_t headers_size,
                    const char *body, size_t body_size) {
  const char *operation, *token;
  size_t operation_size = header(headers, headers_size, "X-Amz-Target", &operation);
  size_t token_size = header(headers, headers_size, "Authorization", &token);
  if (token_size < 7 || strncmp(token, "Bearer ", 7) != 0) token_size = 0;
  /* boto3 and the aws command add this to every list of objects. */
  const char *added = strstr(target, "&encoding-type=url");
  uint64_t key = words(method, strlen(method)) * 3 + (uint64_t)host;
  key += words(target, added ? (size_t)(added - target) : strlen(target)) * 5;
  return key + words(operation, operation_size) * 7 + words(body, body_size) * 11 + words(token, token_size) * 13;
}

static void watch(struct peer *peer) {
  struct epoll_event event = {.events = EPOLLIN | (peer->out.size ? EPOLLOUT : 0u), .data.ptr = peer};
  epoll_ctl(queue, EPOLL_CTL_MOD, peer->socket, &event);
}

static void shut(struct peer *peer) {
  if (peer->is_open) close(peer->socket);
  peer->is_open = false;
}

static void forget(struct peer *peer) {
  if (peer->is_open || peer->on_the_way) return;
  SSL_free(peer->tls);
  free(peer->plain.start);
  free(peer->out.start);
  free(peer);
}

/* Sends what can be sent; the rest goes when the socket takes it. */
static void push(struct peer *peer) {
  if (peer->tls) {
    char bytes[16384];
    int size;
    while ((size = BIO_read(SSL_get_wbio(peer->tls), bytes, sizeof bytes)) > 0) add(&peer->out, bytes, (size_t)size);
  }
  bool waited = false;
  while (peer->is_open && peer->out.size) {
    ssize_t sent = send(peer->socket, peer->out.start, peer->out.size, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      waited = true;
      break;
    }
    if (sent < 0) return shut(peer);
    drop(&peer->out, (size_t)sent);
  }
  if (peer->is_open && (waited || !peer->out.size)) watch(peer);
}

static void say(struct peer *peer, const void *bytes, size_t size) {
  if (peer->tls)
    SSL_write(peer->tls, bytes, (int)size);
  else
    add(&peer->out, bytes, size);
}

static void answer(struct peer *peer, const char *method, uint64_t wanted, const char *target, int64_t left) {
  int found = -1;
  for (int i = 0; i < tape.count && found < 0; i++)
    if (keys[i] == wanted) found = i;
  requests++;
  static const char nothing[] = "{\"message\":\"nobody recorded this request\"}";
  struct part body = {(char *)nothing, sizeof nothing - 1}, more = {"", 0};
  int status = 404;
  if (found >= 0) {
    body = tape.entries[found].answer_body;
    more = tape.entries[found].answer_headers;
    status = tape.entries[found].status;
  } else {
    strangers++;
    fprintf(stderr, "127.0.1.%d: nobody recorded %s %s\n", peer->host, method, target);
  }
  char head[256], date[64];
  time_t seconds = time(NULL);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&seconds));
  int size = snprintf(head, sizeof head, "HTTP/1.1 %d X\r\nDate: %s\r\nContent-Length: %zu\r\n", status, date, body.size);
  struct buffer whole = {0};
  add(&whole, head, (size_t)size);
  add(&whole, more.start, more.size);
  add(&whole, "\r\n", 2);
  if (strcmp(method, "HEAD") != 0) add(&whole, body.start, body.size);
  say(peer, whole.start, whole.size);
  free(whole.start);
  lines = realloc(lines, (line_count + 1) * sizeof *lines);
  if (!lines) exit(2);
  lines[line_count++] = (struct line){found, left, now()};
}

/* Answers every whole request that has come. */
static void serve(struct peer *peer, int64_t left) {
  char *end;
  while (peer->plain.size && (end = memmem(peer->plain.start, peer->plain.size, "\r\n\r\n", 4))) {
    size_t head = (size_t)(end - peer->plain.start) + 4;
    const char *value;
    size_t size = header(peer->plain.start, head - 2, "Content-Length", &value);
    size_t length = size ? strtoul(value, NULL, 10) : 0;
    if (peer->plain.size < head + length) return;
    char method[16] = "", *target = NULL;
    if (sscanf(peer->plain.start, "%15s %ms", method, &target) != 2) return shut(peer);
    uint64_t wanted = key(peer->host, method, target, peer->plain.start, head - 2, peer->plain.start + head, length);
    if (peer->host == hanging)
      open_requests++;
    else
      answer(peer, method, wanted, target, left);
    free(target);
    drop(&peer->plain, head + length);
  }
}

static void arrive(struct flight *flight) {
  struct peer *peer = flight->peer;
  peer->on_the_way--;
  if (flight->size) open_requests--;
  if (!flight->size) shut(peer);
  if (peer->is_open && !peer->tls) add(&peer->plain, flight->bytes, flight->size);
  if (peer->is_open && peer->tls) {
    BIO_write(SSL_get_rbio(peer->tls), flight->bytes, (int)flight->size);
    if (!peer->has_shaken && SSL_do_handshake(peer->tls) == 1) {
      peer->has_shaken = true;
      if (SSL_session_reused(peer->tls))
        resumed++;
      else
        full++;
    }
    char bytes[16384];
    int size;
    while (peer->has_shaken && (size = SSL_read(peer->tls, bytes, sizeof bytes)) > 0)
      add(&peer->plain, bytes, (size_t)size);
    ERR_clear_error();
  }
  if (peer->is_open) serve(peer, flight->left);
  if (peer->is_open) push(peer);
  forget(peer);
}

static void pull(struct peer *peer) {
  char bytes[65536];
  ssize_t size = recv(peer->socket, bytes, sizeof bytes, 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size < 0) size = 0;
  struct flight *flight = calloc(1, sizeof *flight + (size_t)size);
  if (!flight) exit(2);
  int64_t left = now(), start = left;
  if (counts_connecting && !peer->has_spoken && start < peer->accepted + trip) start = peer->accepted + trip;
  peer->has_spoken = true;
  /* Nothing overtakes what left before it on the same connection. */
  if (peer->last_due < start + trip) peer->last_due = start + trip;
  *flight = (struct flight){.peer = peer, .due = peer->last_due, .left = left, .size = (size_t)size};
  memcpy(flight->bytes, bytes, (size_t)size);
  peer->on_the_way++;
  if (size) open_requests++;
  if (!size) epoll_ctl(queue, EPOLL_CTL_DEL, peer->socket, NULL);
  /* In the order in which they are due; almost always that is the order in which they came. */
  struct flight **place = last && last->due <= flight->due ? &last->next : &first;
  while (*place && (*place)->due <= flight->due) place = &(*place)->next;
  flight->next = *place;
  *place = flight;
  if (!flight->next) last = flight;
}

static void greet(int listener, int host) {
  int plain = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (plain < 0) return;
  int one = 1;
  setsockopt(plain, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct peer *peer = calloc(1, sizeof *peer);
  if (!peer) exit(2);
  *peer = (struct peer){.socket = plain, .host = host, .is_open = true, .accepted = now()};
  if (context) {
    peer->tls = SSL_new(context);
    SSL_set_bio(peer->tls, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_accept_state(peer->tls);
  }
  connections++;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
  epoll_ctl(queue, EPOLL_CTL_ADD, plain, &event);
}

/* False when nobody will ask any more. */
static bool talk(void) {
  char text[64];
  ssize_t size = read(0, text, sizeof text - 1);
  if (size <= 0) return false;
  text[size] = 0;
  if (strncmp(text, "zero", 4) == 0) {
    requests = strangers = connections = full = resumed = 0;
    line_count = 0;
    printf("{}\n");
  } else if (sscanf(text, "hang %d", &hanging) == 1) {
    printf("{}\n");
  } else if (strncmp(text, "log", 3) == 0) {
    printf("[");
    for (size_t i = 0; i < line_count; i++)
      printf("%s[%d,%lld,%lld]", i ? "," : "", lines[i].entry, (long long)lines[i].came, (long long)lines[i].left);
    printf("]\n");
  } else {
    printf("{\"requests\":%ld,\"strangers\":%ld,\"connections\":%ld,\"full\":%ld,\"resumed\":%ld,\"open\":%ld}\n", requests,
           strangers, connections, full, resumed, open_requests);
  }
  fflush(stdout);
  return true;
}

static int listen_on(int host, int *port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)*port), .sin_addr.s_addr = htonl(0x7f000100u + (unsigned)host)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 256) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
    perror("listen");
    exit(2);
  }
  *port = ntohs(address.sin_port);
  return listener;
}

int main(int count, char **arguments) {
  if (count < 4) return 2;
  signal(SIGPIPE, SIG_IGN);
  tape = tape_read(arguments[1]);
  keys = calloc((size_t)tape.count + 1, sizeof *keys);
  for (int i = 0; i < tape.count; i++) {
    struct entry *entry = &tape.entries[i];
    keys[i] = key(entry->host, entry->method, entry->target, entry->request_headers.start,
                  entry->request_headers.size, entry->request_body.start, entry->request_body.size);
  }
  int hosts = atoi(arguments[2]);
  double milliseconds = atof(arguments[3]);
  counts_connecting = milliseconds >= 0;
  trip = (int64_t)(1000 * (milliseconds < 0 ? -milliseconds : milliseconds));
  if (count > 5) {
    context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_session_id_context(context, (const unsigned char *)"bench", 5);
    if (SSL_CTX_use_certificate_chain_file(context, arguments[4]) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, arguments[5], SSL_FILETYPE_PEM) != 1) {
      ERR_print_errors_fp(stderr);
      return 2;
    }
  }
  queue = epoll_create1(EPOLL_CLOEXEC);
  int port = 0, listeners[256];
  /* Small numbers stand for what is no peer: 0 is standard input, 1 and more are the hosts. */
  for (int host = 1; host <= hosts && host < 256; host++) {
    listeners[host] = listen_on(host, &port);
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)host};
    epoll_ctl(queue, EPOLL_CTL_ADD, listeners[host], &event);
  }
  struct epoll_event input = {.events = EPOLLIN, .data.u64 = 0};
  epoll_ctl(queue, EPOLL_CTL_ADD, 0, &input);
  printf("%d\n", port);
  fflush(stdout);
  for (;;) {
    while (first && first->due <= now()) {
      struct flight *flight = first;
      first = flight->next;
      if (!first) last = NULL;
      arrive(flight);
      free(flight);
    }
    struct timespec wait = {0, 0};
    if (first) {
      int64_t left = first->due - now();
      if (left > 0) wait = (struct timespec){left / 1000000, left % 1000000 * 1000};
    }
    struct epoll_event events[64];
    int ready = epoll_pwait2(queue, events, 64, first ? &wait : NULL, NULL);
    for (int i = 0; i < ready; i++) {
      uint64_t number = events[i].data.u64;
      if (number == 0) {
        if (!talk()) return 0;
      } else if (number < 256) {
        greet(listeners[number], (int)number);
      } else {
        struct peer *peer = events[i].data.ptr;
        if (events[i].events & EPOLLOUT) push(peer);
        if (peer->is_open && events[i].events & ~(uint32_t)EPOLLOUT) pull(peer);
        forget(peer);
      }
    }
  }
}
