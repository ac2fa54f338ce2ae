import { Column } from 'typeorm';
import { TenantEntity } from '../../../platform/database/entity-registry.js';
import { RecordEntity } from '../../../platform/resource/record.entity.js';
import type { FieldRules } from './policy-rules.js';

@TenantEntity('roles')
export class Role extends RecordEntity {
  /** Memberships name their role by it; unique in the tenant without regard to case. */
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { array: true })
  permissions!: string[];

  @Column('jsonb')
  fieldRules!: FieldRules;

  /** Admin, Manager and User come with the product and stay as they are. */
  @Column('boolean')
  builtIn!: boolean;
}
