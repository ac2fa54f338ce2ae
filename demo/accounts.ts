import { readCsv } from './csv.js';

/** An account of the sales data, as a company. */
export interface Account {
  externalId: string;
  name: string;
  industry: string;
  yearEstablished: number;
  /** In US dollars. */
  annualRevenue: number;
  currency: 'USD';
  employeeCount: number;
  country: string;
  /** Name of the account that it belongs to. */
  parent?: string;
}

/** The data spell them otherwise. */
const SPELLINGS: Readonly<Record<string, string>> = { technolgy: 'technology', Philipines: 'Philippines' };

/** All accounts, in file order. */
export async function readAccounts(): Promise<Account[]> {
  return (await readCsv('accounts.csv')).map((row) => {
    const { account: name = '', sector = '', office_location: country = '', subsidiary_of: parent } = row;
    return {
      externalId: `account-${name.toLowerCase().replaceAll(' ', '-')}`,
      name,
      industry: capitalised(spelled(sector)),
      yearEstablished: Number(row['year_established']),
      // The file has millions, with two digits behind the point.
      annualRevenue: Math.round(Number(row['revenue']) * 100) * 10_000,
      currency: 'USD',
      employeeCount: Number(row['employees']),
      country: spelled(country),
      ...(parent ? { parent } : {}),
    };
  });
}

function spelled(word: string): string {
  return SPELLINGS[word] ?? word;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
