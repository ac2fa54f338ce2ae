import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Access } from '../access/access.js';
import { currentTenant, findContext } from '../context/request-context.js';
import { isCustom } from '../resource/lists/list-fields.js';
import { CUSTOM_FIELDS } from '../resource/writes/record-changes.js';
import { relatedSchemaNames } from '../resource/relations/related-schemas.js';
import type { RecordEntity } from '../resource/record.entity.js';
import type { ResourceDescriptor } from '../resource/resource-descriptor.js';
import { ResourceRegistry } from '../resource/resource-registry.js';
import { addCustomFields, type ExtendedResource } from './add-custom-fields.js';
import {
  CustomFieldSchemas,
  type ResourceFieldSchemas,
  type TenantFieldSchemas,
} from './custom-field-schemas.js';
import { type HiddenResource, hideFields } from './hide-fields.js';

interface Written {
  readonly document: OpenAPIObject;
  readonly text: string;
}

interface Extended {
  readonly mark: string;
  readonly written: Written;
}

/**
 * The OpenAPI document as each caller may see it: who has hidden fields gets one without them, and a member of a tenant
 * one with the fields that it has added.
 */
@Injectable()
export class OpenApiDocuments {
  private whole: Written | undefined;
  /** Access is one object per version of a role, so a document is made once for it. */
  private readonly partial = new WeakMap<Access, Written>();
  private readonly extended = new WeakMap<Access, Extended>();

  constructor(
    private readonly registry: ResourceRegistry,
    private readonly customFields: CustomFieldSchemas,
  ) {}

  /** Call it once, before the server listens. */
  publish(document: OpenAPIObject): void {
    this.whole = write(document);
  }

  /** The caller's document, as JSON text. */
  async text(): Promise<string> {
    return (await this.own()).text;
  }

  /** The caller's document. */
  async document(): Promise<OpenAPIObject> {
    return (await this.own()).document;
  }

  /** What a caller may see, without the fields of a tenant. */
  of(access: Access | undefined): OpenAPIObject {
    return this.writtenFor(access).document;
  }

  private async own(): Promise<Written> {
    const { access, tenant } = findContext() ?? {};
    const written = this.writtenFor(access);
    if (access === undefined || tenant === undefined) return written;
    const fields = await this.customFields.read();
    return fields.resources.size === 0 ? written : this.extend(written, access, fields);
  }

  private writtenFor(access: Access | undefined): Written {
    if (this.whole === undefined) throw new Error('No OpenAPI document has been published');
    if (access === undefined) return this.whole;
    const known = this.partial.get(access);
    if (known !== undefined) return known;
    const hidden = this.hiddenFrom(access);
    const written = hidden.length === 0 ? this.whole : write(hideFields(this.whole.document, hidden));
    this.partial.set(access, written);
    return written;
  }

  private extend({ document }: Written, access: Access, fields: TenantFieldSchemas): Written {
    const mark = `${currentTenant().id} ${fields.mark}`;
    const known = this.extended.get(access);
    if (known?.mark === mark) return known.written;
    const written = write(addCustomFields(document, this.extendedBy(fields, access)));
    this.extended.set(access, { mark, written });
    return written;
  }

  private extendedBy({ resources }: TenantFieldSchemas, access: Access): ExtendedResource[] {
    return this.registry.list().flatMap(({ descriptor: { plural, dto, createDto, updateDto } }) => {
      const fields = resources.get(plural);
      if (fields === undefined) return [];
      const shown = withoutHidden(fields, access.hiddenFields(plural));
      return [{ answerSchemas: [dto.name], bodySchemas: [createDto.name, updateDto.name], fields: shown }];
    });
  }

  private hiddenFrom(access: Access): HiddenResource[] {
    const all = this.registry.listPaths().map(({ descriptor }) => descriptor);
    const related = relatedSchemaNames();
    return all.flatMap((descriptor) => {
      const fields = [...access.hiddenFields(descriptor.plural)].filter((name) => !isCustom(name));
      if (fields.length === 0) return [];
      const foreignSchemas = foreignTo(descriptor, all, related);
      const aliases = descriptor.policy.fieldsBehind;
      return [{ paths: pathsOf(descriptor), hidden: new Set(fields), aliases, foreignSchemas }];
    });
  }
}

function pathsOf({ plural, alsoAt = [], secondPath }: ResourceDescriptor<RecordEntity>): string[] {
  return secondPath === undefined ? [plural, ...alsoAt] : [secondPath.plural];
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

function withoutHidden(
  { answers, bodies }: ResourceFieldSchemas,
  hidden: ReadonlySet<string>,
): ResourceFieldSchemas {
  const shown = (schemas: ResourceFieldSchemas['answers']) =>
    Object.fromEntries(Object.entries(schemas).filter(([key]) => !hidden.has(`${CUSTOM_FIELDS}.${key}`)));
  return { answers: shown(answers), bodies: shown(bodies) };
}

function schemaNames({ dto, createDto, updateDto }: ResourceDescriptor<RecordEntity>): string[] {
  return [dto, createDto, updateDto].map(({ name }) => name);
}

function write(document: OpenAPIObject): Written {
  return { document, text: JSON.stringify(document) };
}
