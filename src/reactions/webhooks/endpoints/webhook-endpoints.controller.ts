import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { CreateWebhookDto } from './dto/create-webhook.dto.js';
import { CreatedWebhookDto } from './dto/created-webhook.dto.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { webhookResource } from './webhook.policy.js';

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhookEndpointsController extends ResourceController(webhookResource, { except: ['create'] }) {
  constructor(private readonly endpoints: WebhookEndpointsService) {
    super(endpoints);
  }

  @Post()
  @Route({
    permission: 'webhooks:create',
    summary: 'Create a webhook; the answer shows its secret, this once',
    operationId: 'createWebhook',
    status: 201,
    response: CreatedWebhookDto,
    record: true,
    dryRun: true,
  })
  createWithSecret(@Body() input: CreateWebhookDto): Promise<unknown> {
    return this.endpoints.createWithSecret(input);
  }
}
