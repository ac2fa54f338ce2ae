import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../platform/resource/record.entity.js';
import type { FieldOption, FieldType, IndexState } from './field-definition.js';

/** A field that the tenant has added to one of its resources. */
@TenantEntity('custom_field_definitions')
export class CustomField extends RecordEntity {
  /** `leads` */
  @Column('text')
  resource!: string;

  /** Under which records hold the value; a deleted field keeps it. */
  @Column('text')
  key!: string;

  @Column('text')
  label!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  type!: FieldType;

  @Column('jsonb')
  options!: FieldOption[];

  @Column('text', { nullable: true })
  referenceTo!: string | null;

  @Column('boolean')
  required!: boolean;

  @Column('boolean')
  unique!: boolean;

  @Column('boolean')
  indexed!: boolean;

  /** Where forms show it among the fields of the resource. */
  @Column('integer')
  position!: number;

  @Column('text')
  indexState!: IndexState;

  @Column('text', { nullable: true })
  indexProblem!: string | null;

  /** Of a deleted field: since when its values are being erased, so that it cannot come back. */
  @Column('timestamptz', { nullable: true })
  erasingAt!: Moment | null;
}
