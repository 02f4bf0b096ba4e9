#ifndef ONRAMP_CYAML_H
#define ONRAMP_CYAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libyaml's events, one after the other, over a text in memory. */
typedef struct yaml_stream yaml_stream;

/* A place in the text: characters before it, and line and column; all count from 0. */
typedef struct {
  size_t character, line, column;
} yaml_place;

enum yaml_item_kind {
  yaml_item_other,
  yaml_item_document,
  yaml_item_alias,
  yaml_item_scalar,
  yaml_item_sequence,
  yaml_item_sequence_end,
  yaml_item_mapping,
  yaml_item_mapping_end,
  yaml_item_end
};

enum yaml_item_style { yaml_style_plain, yaml_style_single, yaml_style_double, yaml_style_literal, yaml_style_folded };

/* What stands at a place. The texts live until the next item is asked for. */
typedef struct {
  enum yaml_item_kind kind;
  enum yaml_item_style style; /* of a scalar */
  bool is_flow;               /* of a sequence or mapping */
  const char *text;           /* of a scalar */
  size_t size;
  const char *anchor, *tag; /* NULL where none is written; the anchor of an alias is the one it names */
  yaml_place start, end;
} yaml_item;

/* Why the text is no YAML. For bytes that are no characters the place has only `offset`, in bytes. */
typedef struct {
  const char *words, *context; /* of libyaml's own; either may be NULL */
  yaml_place place;
  bool has_offset;
  size_t offset;
} yaml_problem;

/* NULL when there is no memory. The bytes, UTF-8, must live as long as the stream. */
yaml_stream *yaml_stream_open(const uint8_t *bytes, size_t size);

/* False when the text is no YAML from here on. */
bool yaml_stream_next(yaml_stream *stream, yaml_item *item);
yaml_problem yaml_stream_problem(const yaml_stream *stream);
void yaml_stream_close(yaml_stream *stream);

#endif
