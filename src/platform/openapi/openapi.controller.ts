import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../http/route.js';
import { OpenApiDocuments } from './openapi-documents.js';

@ApiTags('Meta')
@Controller('openapi.json')
export class OpenApiController {
  constructor(private readonly documents: OpenApiDocuments) {}

  @Get()
  @Route({
    permission: 'public',
    credential: 'optional',
    operationId: 'getOpenApiDocument',
    summary:
      'The OpenAPI document; with a token, with the fields of the tenant and without those hidden from the caller',
    contentType: 'application/json; charset=utf-8',
    hashed: true,
  })
  get(): Promise<string> {
    return this.documents.text();
  }
}
