import { Module } from '@nestjs/common';
import { CsrfTokens } from './csrf-tokens.js';
import { RequestOrigins } from './request-origins.js';
import { SessionCookies } from './session-cookies.js';

const SHARED = [SessionCookies, RequestOrigins, CsrfTokens];

/** What controllers that issue tokens need to hand them to browsers as cookies. */
@Module({ providers: SHARED, exports: SHARED })
export class BrowserSessionsModule {}
