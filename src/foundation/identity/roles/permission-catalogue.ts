import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ROUTE, type RouteOptions } from '../../../platform/http/route-options.js';
import { fieldNames } from '../../../platform/http/fields/field-names.js';
import { CustomFieldCatalogue } from '../../../platform/resource/custom-fields.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { ANYTHING, EVERY_RECORD, type PermissionPattern } from './permission-pattern.js';

/** One permission that some route asks for. */
export interface KnownPermission {
  /** `leads:read`. */
  readonly name: string;
  readonly resource: string;
  readonly action: string;
  /** Whether it can be held for a part of the records: those have owners. */
  readonly hasReach: boolean;
}

/** Without these nobody could tell one record from another, or whether it has changed. */
const ALWAYS_SHOWN: ReadonlySet<string> = new Set([
  'id',
  'tenantId',
  'version',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
]);

/** Every permission and every field that rules can be about: read from the routes and the resource registry. */
@Injectable()
export class PermissionCatalogue {
  private known: readonly KnownPermission[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly registry: ResourceRegistry,
    private readonly customFields: CustomFieldCatalogue,
  ) {}

  get permissions(): readonly KnownPermission[] {
    return (this.known ??= this.readRoutes());
  }

  /** The permissions that a pattern stands for; none when it names nothing known. */
  matching({ resource, action, reach }: PermissionPattern): readonly KnownPermission[] {
    return this.permissions.filter(
      (known) =>
        (resource === ANYTHING ||
          resource === known.resource ||
          (resource === EVERY_RECORD && known.hasReach)) &&
        (action === ANYTHING || action === known.action) &&
        (reach === 'any' || known.hasReach),
    );
  }

  /**
   * The fields of a resource (`leads`) that a rule may hide or protect, `customFields.tier` among them; undefined for an
   * unknown resource.
   */
  async fieldsOf(resource: string): Promise<readonly string[] | undefined> {
    const registered = this.registry.list().find(({ descriptor }) => descriptor.plural === resource);
    if (registered === undefined) return undefined;
    const fields = fieldNames(registered.descriptor.dto).filter((field) => !ALWAYS_SHOWN.has(field));
    return [...fields, ...(await this.customFields.names(resource))];
  }

  /** Resources whose fields can have rules. */
  get resources(): readonly string[] {
    return this.registry.list().map(({ descriptor }) => descriptor.plural);
  }

  private readRoutes(): readonly KnownPermission[] {
    const names = new Set(
      this.discovery.getControllers().flatMap(({ metatype }) => {
        const prototype = metatype?.prototype as Readonly<Record<string, unknown>> | undefined;
        return prototype === undefined ? [] : this.permissionsOf(prototype);
      }),
    );
    for (const name of [...names]) for (const besides of this.besides(name)) names.add(besides);
    return [...names].sort().map((name) => {
      const [resource = '', action = ''] = name.split(':');
      return { name, resource, action, hasReach: this.isRecord(resource) };
    });
  }

  private permissionsOf(prototype: Readonly<Record<string, unknown>>): string[] {
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method];
      if (typeof handler !== 'function') return [];
      const route = this.reflector.get<RouteOptions | undefined>(ROUTE, handler as () => unknown);
      const asked = [route?.permission, route?.alternativePermission, route?.permissionInNamedTenant];
      return asked.flatMap((permission) => (permission?.includes(':') === true ? [permission] : []));
    });
  }

  /** What the same action takes besides for some of the records. */
  private besides(permission: string): string[] {
    const [resource, action = ''] = permission.split(':');
    return this.registry
      .list()
      .flatMap(({ descriptor: { plural, guarded } }) =>
        guarded !== undefined && plural === resource ? [`${guarded.root}:${action}`] : [],
      );
  }

  private isRecord(resource: string): boolean {
    const registered = this.registry
      .list()
      .find(({ descriptor: { plural, guarded } }) => plural === resource || guarded?.root === resource);
    return registered !== undefined && registered.descriptor.administrative !== true;
  }
}
