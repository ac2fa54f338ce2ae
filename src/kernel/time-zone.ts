/** Whether the text names a time zone of the IANA database, as this process's runtime knows it: `Europe/Berlin`. */
export function isTimeZone(text: string): boolean {
  // Offsets (`+02:00`) are taken by newer runtimes alone, and know no daylight saving.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
