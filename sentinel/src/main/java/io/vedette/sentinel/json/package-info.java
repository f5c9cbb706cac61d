/** JSON as it is written here: for scripts, over HTTP, in webhooks. Nothing here reads it. */
package io.vedette.sentinel.json;
