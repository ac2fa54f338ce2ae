import { Column, PrimaryColumn } from 'typeorm';

export type CustomFieldValue = string | number | boolean | null | string[];

/** ISO 8601 UTC text with milliseconds: times stay as the API shows them, from row to answer. */
export type Moment = string;

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
  createdAt!: Moment;

  @Column('uuid')
  createdBy!: string;

  @Column('timestamptz')
  updatedAt!: Moment;

  @Column('uuid')
  updatedBy!: string;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { nullable: true })
  deletedAt!: Moment | null;
}
