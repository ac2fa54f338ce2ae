/** Other names of types, to the one that files are recognized by. */
const ALIASES: Readonly<Record<string, string>> = {
  'application/mp4': 'video/mp4',
  'application/x-gzip': 'application/gzip',
  'application/x-pdf': 'application/pdf',
  'application/x-zip-compressed': 'application/zip',
  'application/vnd.rar': 'application/x-rar-compressed',
  'audio/mp3': 'audio/mpeg',
  'audio/vnd.wave': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/vnd.microsoft.icon': 'image/x-icon',
  'image/x-ms-bmp': 'image/bmp',
  'text/rtf': 'application/rtf',
  'text/x-vcard': 'text/vcard',
  'text/xml': 'application/xml',
  'video/avi': 'video/vnd.avi',
  'video/x-msvideo': 'video/vnd.avi',
  'video/x-matroska': 'video/matroska',
};

/** Types that begin alike: their first bytes tell the kind of container, and not always what is in it. */
const FAMILIES: readonly RegExp[] = [
  /^application\/(?:zip|java-archive|.+\+zip|vnd\.(?:openxmlformats|oasis|ms-|android|google-earth\.kmz).*)$/,
  /^application\/(?:x-cfb|msword|x-msi|vnd\.(?:ms-|visio).*)$/,
  /^(?:application|image|text|model)\/(?:xml|.+\+xml|html|plain)$/,
  /^(?:(?:audio|video)\/(?:mp4|x-m4a|x-m4v|x-m4b|m4a|quicktime|3gpp2?)|image\/(?:heic|heif|avif).*)$/,
  /^(?:application|audio|video)\/(?:ogg|opus)$/,
  /^(?:audio|video)\/(?:webm|matroska)$/,
  /^(?:audio|video)\/x-ms-(?:asf|wmv|wma)$/,
  /^text\/(?:plain|calendar|vcard)$/,
  /^(?:text\/plain|application\/rtf)$/,
];

const TEXTS =
  /^(?:text\/.+|message\/.+|application\/(?:json|ld\+json|.+\+json|xml|.+\+xml|javascript|ecmascript|x-ndjson|ndjson|jsonl|yaml|x-yaml|toml|sql|x-sh|x-httpd-php|rtf|csv)|image\/svg\+xml)$/;

/** Of texts whose sender says nothing. */
const BY_ENDING: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  htm: 'text/html',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  svg: 'image/svg+xml',
  xml: 'application/xml',
};

export const UNKNOWN_TYPE = 'application/octet-stream';
/** What spreadsheets make browsers say of their CSV files. */
export const SPREADSHEET_TYPE = 'application/vnd.ms-excel';

const NAMED = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** `Image/JPG; q=1` → `image/jpeg`. What is no type, or says nothing, is unknown. */
export function canonicalType(declared: string): string {
  const [type = ''] = declared.split(';', 1);
  const lower = type.trim().toLowerCase();
  if (!NAMED.test(lower) || lower.length > 127 || lower === 'binary/octet-stream') return UNKNOWN_TYPE;
  return ALIASES[lower] ?? lower;
}

/** Whether files of both types may begin with the same bytes. */
export function beginAlike(one: string, other: string): boolean {
  return one === other || FAMILIES.some((family) => family.test(one) && family.test(other));
}

export function isTextType(type: string): boolean {
  return TEXTS.test(type);
}

/** Of a text, by the ending of its name. */
export function textTypeOf(name: string): string {
  const ending = /\.([a-z]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return BY_ENDING[ending] ?? 'text/plain';
}
