package io.vedette.sentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReplyWriterTest {
  @Test
  void whatOnlyResp3KnowsHasAFormInResp2() {
    assertForms(writer -> writer.map(2), "*4\r\n", "%2\r\n");
    assertForms(writer -> writer.set(2), "*2\r\n", "~2\r\n");
    assertForms(writer -> writer.push(3), "*3\r\n", ">3\r\n");
    assertForms(ReplyWriter::nullBulk, "$-1\r\n", "_\r\n");
    assertForms(ReplyWriter::nullArray, "*-1\r\n", "_\r\n");
    assertForms(writer -> writer.bool(true), ":1\r\n", "#t\r\n");
    assertForms(writer -> writer.decimal(1.5), "$3\r\n1.5\r\n", ",1.5\r\n");
    assertForms(writer -> writer.decimal(3), "$1\r\n3\r\n", ",3\r\n");
    assertForms(writer -> writer.verbatim("ab"), "$2\r\nab\r\n", "=6\r\ntxt:ab\r\n");
  }

  @Test
  void whatBothKnowIsTheSameInBoth() {
    assertForms(ReplyWriter::ok, "+OK\r\n", "+OK\r\n");
    assertForms(writer -> writer.array(2), "*2\r\n", "*2\r\n");
    assertForms(writer -> writer.bulk("ab"), "$2\r\nab\r\n", "$2\r\nab\r\n");
    assertForms(writer -> writer.bulk(-120), "$4\r\n-120\r\n", "$4\r\n-120\r\n");
    assertForms(writer -> writer.bulk(""), "$0\r\n\r\n", "$0\r\n\r\n");
  }

  @Test
  void ownTextIsUtf8AndClientsBytesStayTheirs() {
    assertForms(writer -> writer.bulk("é"), "$2\r\nÃ©\r\n", "$2\r\nÃ©\r\n");
    assertForms(writer -> writer.echo("Ã©"), "$2\r\nÃ©\r\n", "$2\r\nÃ©\r\n");
  }

  @Test
  void anErrorIsOneLineWhateverItQuotes() {
    assertForms(writer -> writer.error("ERR a\r\nb"), "-ERR a  b\r\n", "-ERR a  b\r\n");
  }

  @Test
  void whatWasWrittenCanBeTakenBack() {
    ReplyWriter writer = new ReplyWriter(UnpooledByteBufAllocator.DEFAULT);
    writer.ok();
    int before = writer.size();
    writer.bulk("abc");
    writer.truncate(before);
    assertThat(text(writer)).isEqualTo("+OK\r\n");
    assertThat(writer.size()).isZero();
  }

  @Property(tries = 500)
  void integersAreWrittenAsJavaWritesThem(@ForAll long value) {
    assertForms(writer -> writer.integer(value), ":" + value + "\r\n", ":" + value + "\r\n");
    String digits = Long.toString(value);
    String bulk = "$" + digits.length() + "\r\n" + digits + "\r\n";
    assertForms(writer -> writer.bulk(value), bulk, bulk);
  }

  private static void assertForms(Consumer<ReplyWriter> write, String resp2, String resp3) {
    ReplyWriter writer = new ReplyWriter(UnpooledByteBufAllocator.DEFAULT);
    write.accept(writer);
    assertThat(text(writer)).isEqualTo(resp2);
    writer.resp3(true);
    write.accept(writer);
    assertThat(text(writer)).isEqualTo(resp3);
  }

  private static String text(ReplyWriter writer) {
    ByteBuf taken = writer.take();
    String text = taken.toString(StandardCharsets.ISO_8859_1);
    taken.release();
    return text;
  }
}
