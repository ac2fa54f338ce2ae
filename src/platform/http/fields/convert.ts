import { Transform } from 'class-transformer';

/** Converts a value on its way in. What is not of the expected kind must pass unchanged, for the rules to reject. */
export function convert(conversion: (value: unknown) => unknown): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => conversion(value), { toClassOnly: true });
}

export function convertText(conversion: (text: string) => unknown): PropertyDecorator {
  return convert((value) => (typeof value === 'string' ? conversion(value) : value));
}
