export { BrowserSessionsModule } from './browser-sessions.module.js';
export { CsrfTokens } from './csrf-tokens.js';
export { CsrfTokenDto } from './dto/csrf-token.dto.js';
export { ForgetCookiesInterceptor } from './forget-cookies.interceptor.js';
export { IssuesTokens } from './issues-tokens.js';
export { RefreshCookie } from './refresh-cookie.js';
export { RequestOrigins } from './request-origins.js';
export { SessionCookies } from './session-cookies.js';
