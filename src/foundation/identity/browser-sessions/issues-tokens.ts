import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { AUTH_MODE_HEADER, AUTH_MODES } from './auth-mode.js';
import { TokenCookiesInterceptor } from './token-cookies.interceptor.js';

/** Of a controller whose routes answer `token` and `refreshToken`: browsers may have them as cookies instead. */
export function IssuesTokens(): ClassDecorator {
  return applyDecorators(
    UseInterceptors(TokenCookiesInterceptor),
    ApiHeader({
      name: AUTH_MODE_HEADER,
      required: false,
      description: '`cookie` sets the tokens as httpOnly cookies and answers `csrfToken` in their place',
      schema: { type: 'string', enum: [...AUTH_MODES], default: 'bearer' },
    }),
  );
}
