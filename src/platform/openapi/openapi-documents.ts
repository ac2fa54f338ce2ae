import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Access } from '../access/access.js';
import { findContext } from '../context/request-context.js';
import { relatedSchemaNames } from '../resource/related-schemas.js';
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
    return this.registry
      .list()
      .map(({ descriptor: { plural, policy, dto } }) => ({
        plural,
        hidden: access.hiddenFields(plural),
        aliases: policy.aliases,
        foreignSchemas: new Set([...relatedSchemaNames()].filter((name) => name !== dto.name)),
      }))
      .filter(({ hidden }) => hidden.size > 0);
  }
}

function write(document: OpenAPIObject): Written {
  return { document, text: JSON.stringify(document) };
}
