/** Loaded before the product: its clock is `CLOCK_OFFSET_MS` off. Timers run as ever. */
const offset = Number(process.env['CLOCK_OFFSET_MS'] ?? '0');
const RightDate = Date;

class WrongDate extends RightDate {
  constructor(...values: ConstructorParameters<typeof Date> | []) {
    if (values.length === 0) super(RightDate.now() + offset);
    else super(...values);
  }

  static override now(): number {
    return RightDate.now() + offset;
  }
}

globalThis.Date = WrongDate as DateConstructor;
