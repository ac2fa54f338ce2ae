import { Column } from 'typeorm';
import { TenantEntity } from '../../platform/database/entity-registry.js';
import { RecordEntity } from '../../platform/resource/record.entity.js';

@TenantEntity('companies')
export class Company extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  domain!: string | null;

  @Column('text', { nullable: true })
  website!: string | null;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  industry!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('integer', { nullable: true })
  employeeCount!: number | null;

  @Column('numeric', { nullable: true })
  annualRevenue!: number | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('integer', { nullable: true })
  yearEstablished!: number | null;

  @Column('text', { nullable: true })
  addressLine1!: string | null;

  @Column('text', { nullable: true })
  addressLine2!: string | null;

  @Column('text', { nullable: true })
  city!: string | null;

  @Column('text', { nullable: true })
  state!: string | null;

  @Column('text', { nullable: true })
  postalCode!: string | null;

  @Column('text', { nullable: true })
  country!: string | null;

  @Column('uuid', { nullable: true })
  parentId!: string | null;
}
