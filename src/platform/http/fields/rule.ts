import { ValidateBy } from 'class-validator';

/** A validation rule of one check. The message is shown after the field's name: `must be …`. */
export function rule(name: string, message: string, check: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: check, defaultMessage: () => message } });
}

/** Like `rule`, for every item of a list. */
export function itemRule(
  name: string,
  message: string,
  check: (item: unknown) => boolean,
): PropertyDecorator {
  return rule(name, message, (value) => Array.isArray(value) && value.every(check));
}

export function listRule(maxItems: number): PropertyDecorator {
  return rule('list', `must be a list of at most ${maxItems} items`, (value) => {
    return Array.isArray(value) && value.length <= maxItems;
  });
}
