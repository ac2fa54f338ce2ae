import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Access } from '../access/access.js';
import { findContext } from '../context/request-context.js';
import { relatedSchemaNames } from '../resource/related-schemas.js';
import type { RecordEntity } from '../resource/record.entity.js';
import type { ResourceDescriptor } from '../resource/resource-descriptor.js';
import { ResourceRegistry } from '../resource/resource-registry.js';
import { type HiddenResource, hideFields } from './hide-fields.js';

interface Written {
  readonly document: OpenAPIObject;
  readonly text: string;
}

/** The OpenAPI document as each caller may see it: who has hidden fields gets one without them. */
@Injectable()
export class OpenApiDocuments {
  private whole: Written | undefined;
  /** Access is one object per version of a role, so a document is made once for it. */
  private readonly partial = new WeakMap<Access, Written>();

  constructor(private readonly registry: ResourceRegistry) {}

  /** Call it once, before the server listens. */
  publish(document: OpenAPIObject): void {
    this.whole = write(document);
  }

  /** The caller's document, as JSON text. */
  text(): string {
    return this.writtenFor(findContext()?.access).text;
  }

  of(access: Access | undefined): OpenAPIObject {
    return this.writtenFor(access).document;
  }

  private writtenFor(access: Access | undefined): Written {
    if (this.whole === undefined) throw new Error('No OpenAPI document has been published');
    const hidden = access === undefined ? [] : this.hiddenFrom(access);
    if (access === undefined || hidden.length === 0) return this.whole;
    const known = this.partial.get(access);
    if (known !== undefined) return known;
    const written = write(hideFields(this.whole.document, hidden));
    this.partial.set(access, written);
    return written;
  }

  private hiddenFrom(access: Access): HiddenResource[] {
    const all = this.registry.list().map(({ descriptor }) => descriptor);
    const related = relatedSchemaNames();
    return all
      .map((descriptor) => ({
        paths: [descriptor.plural, ...(descriptor.alsoAt ?? [])],
        hidden: access.hiddenFields(descriptor.plural),
        aliases: descriptor.policy.fieldsBehind,
        foreignSchemas: foreignTo(descriptor, all, related),
      }))
      .filter(({ hidden }) => hidden.size > 0);
  }
}

/** Schemas in which other resources stand: what is hidden of this one is not of them. */
function foreignTo(
  descriptor: ResourceDescriptor<RecordEntity>,
  all: readonly ResourceDescriptor<RecordEntity>[],
  related: Iterable<string>,
): ReadonlySet<string> {
  const others = all.filter((other) => other !== descriptor).flatMap(schemaNames);
  const own = new Set(schemaNames(descriptor));
  return new Set([...others, ...related].filter((name) => !own.has(name)));
}

function schemaNames({ dto, createDto, updateDto }: ResourceDescriptor<RecordEntity>): string[] {
  return [dto, createDto, updateDto].map(({ name }) => name);
}

function write(document: OpenAPIObject): Written {
  return { document, text: JSON.stringify(document) };
}
