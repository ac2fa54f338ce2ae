import type { DomainError } from '../../kernel/errors.js';
import { withoutNamed } from '../resource/lists/named-fields.js';
import type { StoredAnswer } from './idempotency-store.js';

type Details = DomainError['details'];

interface AnswerOfMany {
  readonly results: readonly { readonly error?: { readonly details: Details } }[];
}

/** A stored answer without the fields that are hidden now: of one record, of many, or of an error. */
export function withoutFields(answer: StoredAnswer, hidden: ReadonlySet<string>): StoredAnswer {
  if (answer.kind === 'error') return { ...answer, details: withoutDetails(answer.details, hidden) };
  const { body } = answer;
  if (typeof body !== 'object' || body === null) return answer;
  if (isOfMany(body)) return { ...answer, body: { ...body, results: withoutFailures(body, hidden) } };
  return { ...answer, body: withoutNamed(body, hidden) };
}

function withoutFailures({ results }: AnswerOfMany, hidden: ReadonlySet<string>): AnswerOfMany['results'] {
  return results.map((result) => {
    const { error } = result;
    if (error === undefined) return result;
    return { ...result, error: { ...error, details: withoutDetails(error.details, hidden) } };
  });
}

/** Details name fields by paths: `leads[3].email`, `tags.0`, `customFields.tier`. */
function withoutDetails(details: Details, hidden: ReadonlySet<string>): Details {
  const names = [...hidden].map((name) => `.${name}.`);
  return details.filter(({ field }) => !names.some((name) => `.${field}.`.includes(name)));
}

function isOfMany(body: unknown): body is AnswerOfMany {
  return typeof body === 'object' && body !== null && 'results' in body && 'succeeded' in body;
}
