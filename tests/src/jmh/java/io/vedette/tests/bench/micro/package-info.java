/** What is hot, piece by piece, by JMH: {@code tests/bench micro}. */
package io.vedette.tests.bench.micro;
