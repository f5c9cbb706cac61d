/** What is served over HTTP, asked of real coordinators while they fail over real servers. */
package io.vedette.tests.http;
