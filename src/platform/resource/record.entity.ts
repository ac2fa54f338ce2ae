import { Column, PrimaryColumn } from 'typeorm';

export type CustomFieldValue = string | number | boolean | null | string[];

/** A Date when it was read from the database, an ISO 8601 text when a caller has just sent it. */
export type Moment = Date | string;

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
