import type { Access, Reach } from '../../../platform/access/access.js';
import { isNamed } from '../../../platform/resource/lists/named-fields.js';
import type { PermissionCatalogue } from './permission-catalogue.js';
import { parsePermission } from './permission-pattern.js';
import type { FieldRule, PolicyRules } from './policy-rules.js';

const WIDTH: Readonly<Record<Reach, number>> = { own: 1, team: 2, any: 3 };
const NO_FIELDS: ReadonlySet<string> = new Set();

type FieldSets = ReadonlyMap<string, ReadonlySet<string>>;

/** Rules worked out against the catalogue, so that asking them is looking up a map. */
export class CompiledPolicy implements Access {
  /** May do nothing. */
  static readonly NOTHING = new CompiledPolicy(new Map(), new Map(), new Map());

  private constructor(
    private readonly reaches: ReadonlyMap<string, Reach>,
    private readonly hidden: FieldSets,
    private readonly readOnly: FieldSets,
  ) {}

  /** Of two grants of one permission the wider holds. What no route asks for any more is left out. */
  static compile({ permissions, fieldRules }: PolicyRules, catalogue: PermissionCatalogue): CompiledPolicy {
    const reaches = new Map<string, Reach>();
    for (const text of permissions) {
      const pattern = parsePermission(text);
      for (const { name } of pattern === undefined ? [] : catalogue.matching(pattern)) {
        const held = reaches.get(name);
        if (pattern !== undefined && (held === undefined || WIDTH[held] < WIDTH[pattern.reach])) {
          reaches.set(name, pattern.reach);
        }
      }
    }
    const withRule = (rules: readonly FieldRule[]): FieldSets =>
      new Map(
        Object.entries(fieldRules).map(([resource, fields]) => [
          resource,
          new Set(Object.keys(fields).filter((field) => rules.some((rule) => fields[field] === rule))),
        ]),
      );
    return new CompiledPolicy(reaches, withRule(['hidden']), withRule(['hidden', 'read-only']));
  }

  reach(permission: string): Reach | undefined {
    return this.reaches.get(permission);
  }

  hiddenFields(resource: string): ReadonlySet<string> {
    return this.hidden.get(resource) ?? NO_FIELDS;
  }

  readOnlyFields(resource: string): ReadonlySet<string> {
    return this.readOnly.get(resource) ?? NO_FIELDS;
  }

  /** Permissions that reach no further than a team. */
  heldForTeam(): string[] {
    return [...this.reaches].filter(([, reach]) => reach === 'team').map(([permission]) => permission);
  }

  /** What both allow: the narrower reach of each permission, the rules of both. */
  intersect(other: CompiledPolicy): CompiledPolicy {
    const reaches = new Map<string, Reach>();
    for (const [permission, reach] of this.reaches) {
      const theirs = other.reaches.get(permission);
      if (theirs !== undefined) reaches.set(permission, WIDTH[reach] < WIDTH[theirs] ? reach : theirs);
    }
    return new CompiledPolicy(
      reaches,
      union(this.hidden, other.hidden),
      union(this.readOnly, other.readOnly),
    );
  }

  /** What the other grants and this one does not: permissions with their reach, and fields it would uncover. */
  lacking(other: CompiledPolicy): string[] {
    const permissions = [...other.reaches].flatMap(([permission, reach]) => {
      const held = this.reaches.get(permission);
      return held === undefined || WIDTH[held] < WIDTH[reach] ? [`${permission}:${reach}`] : [];
    });
    return [
      ...permissions,
      ...uncovered(this.hidden, other.hidden, 'hidden'),
      ...uncovered(this.readOnly, other.readOnly, 'read-only'),
    ];
  }
}

function union(one: FieldSets, other: FieldSets): FieldSets {
  const resources = new Set([...one.keys(), ...other.keys()]);
  return new Map(
    [...resources].map((resource) => [
      resource,
      new Set([...(one.get(resource) ?? []), ...(other.get(resource) ?? [])]),
    ]),
  );
}

function uncovered(mine: FieldSets, theirs: FieldSets, rule: FieldRule): string[] {
  return [...mine].flatMap(([resource, fields]) =>
    [...fields]
      .filter((field) => !isNamed(theirs.get(resource) ?? NO_FIELDS, field))
      .map((field) => `${resource}.${field} is ${rule}`),
  );
}
