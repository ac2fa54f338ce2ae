import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { NotFoundError } from '../../../kernel/errors.js';
import type { Page } from '../../../kernel/page.js';
import { numberedPage } from '../../../platform/http/page-of.js';
import { readPageQuery } from '../../../platform/http/page-query.js';
import { type JsonSchema, jsonSchemaOf } from '../../../platform/openapi/json-schema.js';
import { OpenApiDocuments } from '../../../platform/openapi/openapi-documents.js';
import { EVENT_SCHEMA_VERSION } from '../../../platform/resource/events/event-schema-version.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { PING_EVENT } from '../endpoints/index.js';
import type { WebhookEventTypeDto } from './dto/webhook-event-type.dto.js';
import { eventSchema, propertiesOf } from './event-schema.js';
import { type EventTypeSource, eventTypeSources } from './event-sources.js';
import { MERGE_SCHEMA } from './merge-schema.js';
import { PING_SCHEMA } from './ping-schema.js';
import { exampleOf } from './schema-example.js';

interface EventType {
  readonly name: string;
  readonly description: string;
  /** Undefined for a test, which is about nothing. */
  readonly source?: EventTypeSource;
  /** Whether it is told of merges, or of nothing else. */
  readonly merge?: 'perhaps' | 'always';
}

/** The types of events that webhooks are sent, with what their bodies look like. */
@Injectable()
export class EventTypesService {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly documents: OpenApiDocuments,
  ) {}

  /** @throws {BadRequestError} for a page that cannot be */
  async list(query: Readonly<Record<string, unknown>>): Promise<Page<WebhookEventTypeDto>> {
    const page = readPageQuery(query);
    const types = this.types();
    const start = (page.page - 1) * page.pageSize;
    const document = await this.documents.document();
    const items = types.slice(start, start + page.pageSize).map((type) => described(type, document));
    return numberedPage(items, types.length, page);
  }

  /** @throws {NotFoundError} */
  async get(name: string): Promise<WebhookEventTypeDto> {
    const type = this.types().find((one) => one.name === name);
    if (type === undefined) throw new NotFoundError('Event type');
    return described(type, await this.documents.document());
  }

  /** All of them, as an OpenAPI document says what records look like. */
  all(document: OpenAPIObject): WebhookEventTypeDto[] {
    return this.types().map((type) => described(type, document));
  }

  private types(): EventType[] {
    const ofRecords = eventTypeSources(this.registry).flatMap((source) =>
      source.verbs.map((verb) => ({
        name: `${source.name}.${verb}`,
        description: sentenceOf(source.name, verb),
        source,
        ...mergeOf(source, verb),
      })),
    );
    const ping = { name: PING_EVENT, description: 'A test of the webhook itself; nothing has happened' };
    return [...ofRecords, ping];
  }
}

/** The merged ones are deleted, and come back when it is undone. */
function mergeOf({ verbs }: EventTypeSource, verb: string): Pick<EventType, 'merge'> {
  if (verb === 'merged' || verb === 'unmerged') return { merge: 'always' };
  const isPerhaps = verbs.includes('merged') && (verb === 'deleted' || verb === 'restored');
  return isPerhaps ? { merge: 'perhaps' } : {};
}

function described(
  { name, description, source, merge }: EventType,
  document: OpenAPIObject,
): WebhookEventTypeDto {
  const thing = source === undefined ? PING_SCHEMA : jsonSchemaOf(document, source.schemaName);
  if (thing === undefined) throw new Error(`The OpenAPI document has no ${source?.schemaName ?? ''}`);
  const plain = eventSchema(name, description, thing);
  const schema = merge === undefined ? plain : eventSchema(name, description, thing, { merge: MERGE_SCHEMA });
  const changeable = name.endsWith('.updated') ? source?.changeable : undefined;
  return {
    name,
    description,
    version: EVENT_SCHEMA_VERSION,
    schema,
    example: exampleBody(merge === 'always' ? schema : plain, changeable),
  };
}

/** @param changeable fields of which an update has changed one; undefined where nothing was updated */
function exampleBody(schema: JsonSchema, changeable: readonly string[] | undefined): JsonSchema {
  const defs = (schema['$defs'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const { truncated: _truncated, link: _link, previous, ...body } = propertiesOf(schema);
  const before = Object.entries(propertiesOf(previous ?? {}));
  const changed = before.find(([field]) => changeable?.includes(field) === true);
  return {
    ...Object.fromEntries(Object.entries(body).map(([name, member]) => [name, exampleOf(member, defs)])),
    previous: changed === undefined ? null : { [changed[0]]: exampleOf(changed[1], defs) },
  };
}

/** `lead`, `converted` → `A lead was converted`; `user`, `role-changed` → `Of a user: role changed`. */
function sentenceOf(name: string, verb: string): string {
  const words = name.replaceAll('-', ' ');
  const article = /^[aeio]/.test(words) ? 'an' : 'a';
  if (verb.includes('-')) return `Of ${article} ${words}: ${verb.replaceAll('-', ' ')}`;
  return `${article === 'an' ? 'An' : 'A'} ${words} was ${verb}`;
}
