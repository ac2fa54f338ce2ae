import { Column } from 'typeorm';
import { TenantEntity } from '../../../src/platform/database/entity-registry.js';
import { type Moment, RecordEntity } from '../../../src/platform/resource/record.entity.js';

export const GADGET_STATUSES = ['planned', 'built', 'scrapped'] as const;
export type GadgetStatus = (typeof GADGET_STATUSES)[number];

@TenantEntity('gadgets')
export class Gadget extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  serial!: string | null;

  @Column('text')
  status!: GadgetStatus;

  @Column('numeric', { nullable: true })
  weight!: number | null;

  @Column('timestamptz', { nullable: true })
  builtAt!: Moment | null;

  @Column('uuid', { nullable: true })
  parentId!: string | null;
}
