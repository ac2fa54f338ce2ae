import { Entity, type EntityTarget, type ObjectLiteral } from 'typeorm';

const control = new Set<EntityTarget<ObjectLiteral>>();
const tenant = new Set<EntityTarget<ObjectLiteral>>();

type EntityClass = new () => ObjectLiteral;

/** A table of the control database. */
export function ControlEntity(table: string) {
  return (target: EntityClass): void => {
    control.add(target);
    Entity(table)(target);
  };
}

/** A table of every tenant database. Declaring the class is all that its DataSource needs to know it. */
export function TenantEntity(table: string) {
  return (target: EntityClass): void => {
    tenant.add(target);
    Entity(table)(target);
  };
}

export function controlEntities(): EntityClass[] {
  return [...control] as EntityClass[];
}

export function tenantEntities(): EntityClass[] {
  return [...tenant] as EntityClass[];
}
