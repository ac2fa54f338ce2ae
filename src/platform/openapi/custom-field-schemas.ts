import type { OpenAPIObject } from '@nestjs/swagger';

type SchemaOrReference = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
export type FieldSchema = Exclude<SchemaOrReference, { $ref: string }>;

/** The fields that a tenant has added to one resource, by key. */
export interface ResourceFieldSchemas {
  /** As answers have them. */
  readonly answers: Readonly<Record<string, FieldSchema>>;
  /** As bodies may give them. */
  readonly bodies: Readonly<Record<string, FieldSchema>>;
}

export interface TenantFieldSchemas {
  /** Another text for every other set of fields. */
  readonly mark: string;
  /** By resource, `leads`. */
  readonly resources: ReadonlyMap<string, ResourceFieldSchemas>;
}

/** Port: what the current tenant's own fields look like. Implemented by `foundation/custom-fields`. */
export abstract class CustomFieldSchemas {
  abstract read(): Promise<TenantFieldSchemas>;
}
