/** Webhooks, against real HTTP servers: by themselves, and in a real failover. */
package io.vedette.tests.webhooks;
