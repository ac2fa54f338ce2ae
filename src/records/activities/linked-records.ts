import { type ErrorDetail, PermissionDeniedError, ValidationError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import type { LinkCheck } from '../../platform/resource/writes/link-check.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { LinkedRecord } from './linked-record.js';

export const MOST_LINKS = 50;

/** Input fields that stand for one link each. */
export const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['contactId', 'contact'],
  ['companyId', 'company'],
  ['leadId', 'lead'],
  ['dealId', 'deal'],
]);

interface NamedLink extends RecordLink {
  /** The field that a caller sent it in. */
  readonly field: string;
}

const keyOf = ({ resource, id }: RecordLink): string => `${resource}:${id}`;

/** The links of a record that is about to be written: those it names, and those its short forms stand for. */
export class LinkedRecords<Entity extends LinkedRecord> {
  private readonly links: ReadonlyMap<string, NamedLink>;

  constructor(
    private readonly write: RecordWrite<Entity>,
    /** Root of the permissions: `activities`. */
    private readonly plural: string,
  ) {
    const named = write.after.links.map((link, index) => ({ ...link, field: `links.${index}` }));
    const links = new Map<string, NamedLink>();
    for (const link of [...named, ...shortForms(write.input)])
      if (!links.has(keyOf(link))) links.set(keyOf(link), link);
    this.links = links;
    for (const field of SHORT_FORMS.keys()) Reflect.deleteProperty(write.after, field);
    write.after.links = [...links.values()].map(({ resource, id }) => ({ resource, id }));
  }

  /** Those it did not have yet: a record that was deleted since stays linked. */
  get added(): readonly NamedLink[] {
    const before = new Set((this.write.before?.links ?? []).map(keyOf));
    return [...this.links.values()].filter((link) => !before.has(keyOf(link)));
  }

  /** Refuses the write when one of its new links may not be made, or the caller may not write links. */
  judge(check: LinkCheck): void {
    const isReadOnly = currentAccess().readOnlyFields(this.plural).has('links');
    const [short] = shortForms(this.write.input);
    // Sent under its own name, the field has been judged already.
    if (isReadOnly && short !== undefined)
      this.write.refuse(new PermissionDeniedError(`You may not write ${short.field}`));
    const faults: ErrorDetail[] = this.added.flatMap(({ field, ...link }) => {
      const message = check.faultOf(link);
      return message === undefined ? [] : [{ field, message }];
    });
    if (this.links.size > MOST_LINKS)
      faults.push({ field: 'links', message: `must be a list of at most ${MOST_LINKS} items` });
    if (faults.length > 0) this.write.refuse(new ValidationError(faults));
  }
}

function shortForms(input: Partial<LinkedRecord>): NamedLink[] {
  return [...SHORT_FORMS].flatMap(([field, resource]) => {
    const id: unknown = Reflect.get(input, field);
    return typeof id === 'string' ? [{ resource, id, field }] : [];
  });
}
