const LONGEST_ORIGIN = 200;

/** Whether the text is the origin of a web application exactly as browsers send it: `https://app.example.com:8443`. */
export function isOrigin(text: string): boolean {
  if (text.length > LONGEST_ORIGIN || !URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text;
}
