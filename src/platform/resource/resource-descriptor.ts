import type { Type } from '@nestjs/common';
import type { DuplicateOptions } from './duplicates/duplicate-options.js';
import type { ListPolicy } from './lists/list-policy.js';
import type { NotificationRule } from './events/notification-rule.js';
import type { MergeOptions } from './merging/merge-options.js';
import type { RecordEntity } from './record.entity.js';
import type { ServiceLevelOptions } from './service-level-options.js';

/** A field that holds the id of another record. */
export interface RecordReference {
  /** Name of the resource it points at: `company`, `user`. */
  readonly resource: string;
  /** What it is called in filters and `expand`; default the field without `Id`. */
  readonly relation: string;
  /** Whether both records are of one person: who erases that person erases both. */
  readonly samePerson?: boolean;
  /** What becomes of this record when the other one is erased: the field is emptied (`clear`, the default), or it goes too. */
  readonly onErase?: 'clear' | 'erase';
}

/** Of a type whose records are about one person each. */
export interface SubjectOptions<Entity> {
  /** Fields that name the person wherever they are found: e-mail, telephone. */
  readonly identifiers: readonly (keyof Entity & string)[];
  /** Fields that name the person when they stand together. */
  readonly name: readonly (keyof Entity & string)[];
}

/** How records stand in the timelines of the records that they name. */
export interface TimelineOptions<Entity> {
  /** When it happened. */
  readonly at: keyof Entity & string;
  /** Fields that name those records: ids (`references`), links, or the `recordId` that it lives within. Each needs an index. */
  readonly through: readonly (keyof Entity & string)[];
  /** What kind of its type each is. */
  readonly kind?: keyof Entity & string;
  /** A text of which the beginning is shown. */
  readonly summary?: keyof Entity & string;
}

/** A second path to the records of another descriptor of the same name, with rules of its own for lists and defaults. */
export interface SecondPath {
  /** `customer`: names the operations and the bodies. */
  readonly name: string;
  /** `customers`: the path. Permissions stay those of the records. */
  readonly plural: string;
  /** Which records are seen there; default all. New ones are of them: their default says so. */
  readonly only?: RecordPart;
}

/** The records of a type that have one value in one field. */
export interface RecordPart {
  readonly field: string;
  readonly column: string;
  readonly value: string;
}

/** Records of a type that are kept from whoever lacks permissions of their own. */
export interface GuardedPart extends RecordPart {
  /** `internal-comments`: the root of those permissions, which are asked for besides. Each action has one. */
  readonly root: string;
}

/**
 * All that the product needs to know of a record type. Search, webhooks, workflows, import and the rest walk the
 * registry of these objects, so a new record joins them by declaring one.
 */
export interface ResourceDescriptor<Entity extends RecordEntity> {
  /** `lead`: names events (`lead.created`) and errors. */
  readonly name: string;
  /** Its events besides created, updated, deleted and restored: `converted`. */
  readonly verbs?: readonly string[];
  /** Of a type that is not published: those of its events that leave the product all the same. */
  readonly announces?: readonly string[];
  /** `leads`: the path, and the root of its permissions (`leads:read`). */
  readonly plural: string;
  /** Other paths that serve the same records under the same permissions: `interactions` for `activities`. */
  readonly alsoAt?: readonly string[];
  /** Of a descriptor that serves the records of another of its name once more. */
  readonly secondPath?: SecondPath;
  readonly entity: Type<Entity>;
  /** Response schema; also the shape of journal records and webhook bodies. */
  readonly dto: Type<unknown>;
  readonly createDto: Type<Partial<Entity>>;
  readonly updateDto: Type<Partial<Entity>>;
  readonly policy: ListPolicy;
  /** Fields whose texts together say which record it is; default the first searched field that it has. */
  readonly title?: readonly (keyof Entity & string)[];
  /** Values of fields that a new record does not name. The others are null. */
  readonly defaults: Partial<Entity>;
  /** Fields that a PUT leaves as they are when it does not name them: states, which have no default to go back to. */
  readonly lasting?: readonly (keyof Entity & string)[];
  /** Columns that never leave the product. */
  readonly internalFields?: readonly (keyof Entity & string)[];
  /** Fields that say something about a person: exported and erased on request. */
  readonly personalFields?: readonly (keyof Entity & string)[];
  /** Each is about a person, who can be told what is held on them, and be erased with all of it. */
  readonly subject?: SubjectOptions<Entity>;
  /** Fields that hold the id of another resource: its name, or also what the relation is called. */
  readonly references?: Partial<Record<keyof Entity & string, string | RecordReference>>;
  /** Lists of ids of another resource: its name. */
  readonly referenceLists?: Partial<Record<keyof Entity & string, string>>;
  /** For what may be there twice: several can be merged into one, and the merge undone. */
  readonly mergeable?: MergeOptions<Entity>;
  /** By what records may be found to be there twice. */
  readonly duplicates?: DuplicateOptions<Entity>;
  /** Besides `externalId`: fields by which an upsert may find the record. Each needs an index on its lower case. */
  readonly matchFields?: readonly (keyof Entity & string)[];
  /** For what happens around others: each is an entry in the timelines of the records that it names. */
  readonly timeline?: TimelineOptions<Entity>;
  /** What service levels can be promised by: policies may then name its records. */
  readonly serviceLevel?: ServiceLevelOptions<Entity>;
  /** Whom changes concern, and are told. */
  readonly notifies?: readonly NotificationRule<Entity>[];
  /** Part of running the tenant (webhooks, roles), not of its CRM: `records:…` permissions do not reach it. */
  readonly administrative?: boolean;
  /** Whether the product alone writes them: there are no routes that do. */
  readonly readOnly?: boolean;
  /** False: no bulk routes, because each write is a matter of its own (rights, secrets). */
  readonly bulk?: boolean;
  /** False: a write reaches beyond the tenant's database, where nothing would roll a trial back. */
  readonly dryRun?: boolean;
  /** Whether owners decide with whom they share each one: it has a `visibility` of `private`, `team` or `everyone`. */
  readonly shared?: boolean;
  /**
   * Whether each lives within a record of another type, which its fields `resource` (its name) and `recordId` say: who does
   * not reach that one, or when it is deleted, does not reach this one either.
   */
  readonly within?: boolean;
  /** Those of its records that take permissions of their own besides. What makes a record one of them stays as it was made. */
  readonly guarded?: GuardedPart;
  /** Whether the audit log tells of every read of it. */
  readonly sensitive?: boolean;
  /**
   * Whether all its events leave the product (webhooks, feeds). Such records that are not administrative count against the
   * quota of the plan, and a tenant may add fields to them.
   */
  readonly published: boolean;
}

/** A record as the API shows it. */
export type RecordView = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly version: number;
};

/** A record that a search found. */
export interface RecordHit {
  /** From 0 to 1: how well it fits. */
  readonly score: number;
  readonly record: RecordView;
}
