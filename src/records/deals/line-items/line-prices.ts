import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { Clock } from '../../../kernel/clock.js';
import { ValidationError } from '../../../kernel/errors.js';
import { TenantCalendar } from '../../../platform/resource/tenant-calendar.js';
import type { RecordWrite } from '../../../platform/resource/writes/record-write.js';
import { CompaniesService } from '../../companies/index.js';
import type { PricedDeal } from '../deals/index.js';
import { PriceFinder } from '../price-books/index.js';
import { ProductCatalogue, type ProductOffer } from '../products/index.js';
import { needsPrice, settleSource, takeOver } from './line-draft.js';
import type { LineItem } from './line-item.entity.js';
import { PriceMissingError } from './line-item.errors.js';

type LineWrite = RecordWrite<LineItem>;

interface PricedLine {
  readonly write: LineWrite;
  readonly deal: PricedDeal;
}

/** Gives lines what their products cost: in the currency of the deal, for its company, on its day, for that quantity. */
@Injectable()
export class LinePrices {
  constructor(
    private readonly products: ProductCatalogue,
    private readonly prices: PriceFinder,
    private readonly companies: CompaniesService,
    private readonly calendar: TenantCalendar,
    private readonly clock: Clock,
  ) {}

  /** Settles name, price and tax rate of each line; refuses those that nothing has a price for. */
  async settle(lines: readonly PricedLine[]): Promise<void> {
    const ids = lines.flatMap(({ write }) => write.after.productId ?? []);
    const offers = await this.products.offers([...new Set(ids)]);
    const wanting = lines.filter(({ write }) => needsPrice(write));
    for (const { write } of lines.filter((line) => !wanting.includes(line))) keepPrice(write);
    for (const { write } of lines) {
      const offer = offers.get(write.after.productId ?? '');
      refuseInactive(write, offer);
      takeOver(write, offer);
    }
    await this.find(wanting, offers);
  }

  private async find(lines: readonly PricedLine[], offers: ReadonlyMap<string, ProductOffer>): Promise<void> {
    if (lines.length === 0) return;
    const companies = lines.flatMap(({ deal: { companyId } }) => companyId ?? []);
    const segments = await this.companies.segmentsOf([...new Set(companies)]);
    const zone = await this.calendar.timeZone();
    const requests = lines.map(({ write: { after }, deal }) => ({
      productId: after.productId ?? '',
      currency: deal.currency,
      segment: segments.get(deal.companyId ?? '') ?? null,
      day: this.dayOf(deal, zone),
      quantity: after.quantity,
    }));
    const found = await this.prices.find(requests);
    for (const [place, { write, deal }] of lines.entries()) {
      const price = found.get(place);
      const offer = offers.get(write.after.productId ?? '');
      if (price !== undefined) Object.assign(write.after, price, { priceSource: 'priceBook' });
      else if (offer !== undefined && offer.unitPrice !== null && offer.currency === deal.currency) {
        const { unitPrice } = offer;
        Object.assign(write.after, { unitPrice, priceSource: 'product', priceBookId: null });
      } else write.refuse(new PriceMissingError(deal.currency));
    }
  }

  /** What was sold is priced as on the day when it was, the rest as today. */
  private dayOf({ closedAt }: PricedDeal, zone: string): string {
    const moment = closedAt === null ? this.clock.milliseconds() : Date.parse(closedAt);
    return DateTime.fromMillis(moment, { zone }).toFormat('yyyy-MM-dd');
  }
}

function keepPrice(write: LineWrite): void {
  if (write.after.unitPrice === null)
    write.refuse(new ValidationError([{ field: 'unitPrice', message: 'is required without a product' }]));
  else settleSource(write);
}

/** A line that has it already keeps it. */
function refuseInactive(write: LineWrite, offer: ProductOffer | undefined): void {
  const { before, after } = write;
  if (offer?.active === false && before?.productId !== after.productId)
    write.refuse(
      new ValidationError([{ field: 'productId', message: 'is of a product that is not active' }]),
    );
}
