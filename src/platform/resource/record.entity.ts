import { Column, PrimaryColumn } from 'typeorm';

export type CustomFieldValue = string | number | boolean | null | string[];

/** The columns that every record has. */
export abstract class RecordEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { nullable: true })
  externalId!: string | null;

  @Column('text', { array: true })
  tags!: string[];

  @Column('jsonb')
  customFields!: Record<string, CustomFieldValue>;

  @Column('uuid', { nullable: true })
  ownerId!: string | null;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('uuid')
  createdBy!: string;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('uuid')
  updatedBy!: string;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { nullable: true })
  deletedAt!: Date | null;
}

/** What the product sets itself; sent back by a caller it is ignored. */
export const SYSTEM_FIELDS = [
  'id',
  'tenantId',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'deletedAt',
  'customFields',
] as const;
