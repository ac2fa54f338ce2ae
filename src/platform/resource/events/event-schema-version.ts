/** Of the bodies in which events leave the product; another number is another shape. */
export const EVENT_SCHEMA_VERSION = 1;
