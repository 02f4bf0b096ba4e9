#include "CYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct yaml_stream {
  yaml_parser_t parser;
  yaml_event_t event;
};

yaml_stream *yaml_stream_open(const uint8_t *bytes, size_t size) {
  yaml_stream *stream = calloc(1, sizeof *stream);
  if (stream == NULL) return NULL;
  if (!yaml_parser_initialize(&stream->parser)) {
    free(stream);
    return NULL;
  }
  yaml_parser_set_input_string(&stream->parser, bytes, size);
  return stream;
}

static yaml_place place(yaml_mark_t mark) {
  return (yaml_place){.character = mark.index, .line = mark.line, .column = mark.column};
}

static enum yaml_item_style style(yaml_scalar_style_t style) {
  switch (style) {
  case YAML_SINGLE_QUOTED_SCALAR_STYLE: return yaml_style_single;
  case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return yaml_style_double;
  case YAML_LITERAL_SCALAR_STYLE: return yaml_style_literal;
  case YAML_FOLDED_SCALAR_STYLE: return yaml_style_folded;
  default: return yaml_style_plain;
  }
}

bool yaml_stream_next(yaml_stream *stream, yaml_item *item) {
  /* An event that was never filled is one that may be deleted. */
  yaml_event_delete(&stream->event);
  memset(item, 0, sizeof *item);
  if (!yaml_parser_parse(&stream->parser, &stream->event)) return false;
  const yaml_event_t *event = &stream->event;
  item->start = place(event->start_mark);
  item->end = place(event->end_mark);
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT: item->kind = yaml_item_document; break;
  /* After the end libyaml answers with empty events. */
  case YAML_NO_EVENT:
  case YAML_STREAM_END_EVENT: item->kind = yaml_item_end; break;
  case YAML_ALIAS_EVENT:
    item->kind = yaml_item_alias;
    item->anchor = (const char *)event->data.alias.anchor;
    break;
  case YAML_SCALAR_EVENT:
    item->kind = yaml_item_scalar;
    item->style = style(event->data.scalar.style);
    item->text = (const char *)event->data.scalar.value;
    item->size = event->data.scalar.length;
    item->anchor = (const char *)event->data.scalar.anchor;
    item->tag = (const char *)event->data.scalar.tag;
    break;
  case YAML_SEQUENCE_START_EVENT:
    item->kind = yaml_item_sequence;
    item->is_flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    item->anchor = (const char *)event->data.sequence_start.anchor;
    item->tag = (const char *)event->data.sequence_start.tag;
    break;
  case YAML_SEQUENCE_END_EVENT: item->kind = yaml_item_sequence_end; break;
  case YAML_MAPPING_START_EVENT:
    item->kind = yaml_item_mapping;
    item->is_flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    item->anchor = (const char *)event->data.mapping_start.anchor;
    item->tag = (const char *)event->data.mapping_start.tag;
    break;
  case YAML_MAPPING_END_EVENT: item->kind = yaml_item_mapping_end; break;
  default: item->kind = yaml_item_other;
  }
  return true;
}

yaml_problem yaml_stream_problem(const yaml_stream *stream) {
  const yaml_parser_t *parser = &stream->parser;
  bool of_reader = parser->error == YAML_READER_ERROR;
  return (yaml_problem){
      .words = parser->problem,
      .context = parser->context,
      .place = place(parser->problem_mark),
      .has_offset = of_reader,
      .offset = of_reader ? parser->problem_offset : 0,
  };
}

void yaml_stream_close(yaml_stream *stream) {
  yaml_event_delete(&stream->event);
  yaml_parser_delete(&stream->parser);
  free(stream);
}
