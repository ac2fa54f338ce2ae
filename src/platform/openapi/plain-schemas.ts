const names = new Set<string>();

/** Of a DTO whose fields are no resource's: what field rules hide of a resource is not hidden of an answer that has such parts. */
export function PlainSchema(): ClassDecorator {
  return ({ name }) => {
    names.add(name);
  };
}

export function isPlainSchema(name: string): boolean {
  return names.has(name);
}
