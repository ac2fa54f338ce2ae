import { isTimeOfDay } from '../../../kernel/business-hours.js';
import { canonicalLocale } from '../../../kernel/locale.js';
import { isOrigin } from '../../../kernel/origin.js';
import { isSlug, LONGEST_SLUG } from '../../../kernel/slug.js';
import { isTimeZone } from '../../../kernel/time-zone.js';
import type { TextCheck } from './checked-text.field.js';
import { isCalendarDay } from './moment.js';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const TIME_ZONE: TextCheck = {
  check: isTimeZone,
  message: 'must be an IANA time zone such as Europe/Berlin',
  max: 64,
  example: 'Europe/Berlin',
};

export const CURRENCY: TextCheck = {
  check: (text) => CURRENCIES.has(text),
  message: 'must be a currency of ISO 4217 such as EUR',
  max: 3,
  example: 'EUR',
};

export const LOCALE: TextCheck = {
  check: (text) => canonicalLocale(text) === text,
  message: 'must be a language tag of BCP 47 such as de-DE',
  max: 35,
  example: 'de-DE',
};

export const ORIGIN: TextCheck = {
  check: isOrigin,
  message: 'must be an origin such as https://app.example.com, without a path',
  max: 200,
  example: 'https://app.example.com',
};

export const TIME_OF_DAY: TextCheck = {
  check: isTimeOfDay,
  message: 'must be a time from 00:00 to 24:00',
  max: 5,
  example: '09:00',
};

export const CALENDAR_DAY: TextCheck = {
  check: isCalendarDay,
  message: 'must be a date such as 2026-12-25',
  max: 10,
  example: '2026-12-25',
};

export const SLUG: TextCheck = {
  check: isSlug,
  message: 'must be small Latin letters and digits in words joined by hyphens, such as reset-a-password',
  max: LONGEST_SLUG,
  example: 'reset-a-password',
};
