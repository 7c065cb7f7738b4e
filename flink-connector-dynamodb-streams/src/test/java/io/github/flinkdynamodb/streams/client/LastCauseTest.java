/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

class LastCauseTest {

    private static final String SHOWN = "java.io.IOException: check the network";

    private final IOException error = new IOException("check the network");
    private final ConnectException refused = new ConnectException("refused");

    @Test
    void anErrorThatNothingWasFoundByStaysAsItIs() {
        assertThat(LastCause.of(error, null)).isSameAs(error).hasNoSuppressedExceptions();
    }

    @Test
    void whatAnErrorWasFoundByIsSuppressed() {
        assertThat(LastCause.of(error, refused).getSuppressed()).containsExactly(refused);
        assertThat(shownInAJob()).endsWith(SHOWN);
    }

    @Test
    void theCausesOfWhatIsSuppressedArePrintedAndNotShown() {
        IllegalStateException cause = new IllegalStateException("no call", refused);
        cause.addSuppressed(new IllegalArgumentException("closing", new Error("closed")));

        LastCause.of(error, new CompletionException("late", cause));

        assertThat(shownInAJob()).endsWith(SHOWN);
        assertThat(error.getSuppressed())
                .extracting(Throwable::toString)
                .containsExactly(
                        "java.util.concurrent.CompletionException: late",
                        "java.lang.IllegalStateException: no call",
                        "java.lang.IllegalArgumentException: closing",
                        "java.lang.Error: closed",
                        "java.net.ConnectException: refused");
        assertThat(error.getSuppressed()[4]).isSameAs(refused);
        assertThat(error.getSuppressed()[1].getStackTrace()).isEqualTo(cause.getStackTrace());
        assertThat(ExceptionUtils.stringifyException(error))
                .contains("Suppressed: java.lang.IllegalStateException: no call")
                .doesNotContain("Caused by: ");
    }

    @Test
    void anErrorMayBeFoundByOneThatWasFoundByAnother() {
        StreamsException inner =
                new StreamsException(
                        StreamsException.Kind.TRANSIENT, "no answer", new IOException(refused));
        StreamsException outer =
                new StreamsException(StreamsException.Kind.TRANSIENT, "never an answer", inner);

        LastCause.of(error, outer);

        assertThat(shownInAJob()).endsWith(SHOWN);
        assertThat(ExceptionUtils.stringifyException(error))
                .contains("never an answer", "no answer", "refused");
    }

    @Test
    void causesThatGoInACircleAreNotedOnce() {
        IllegalStateException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));

        assertThat(LastCause.of(error, one).getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "java.lang.IllegalStateException: one",
                        "java.lang.IllegalStateException: two");
    }

    /** Errors reach the client as texts, by way of Flink's own exceptions. */
    private String shownInAJob() {
        Exception job = new Exception("the job failed", new RuntimeException("a task", error));
        return ShownCause.of(new RuntimeException(new SerializedThrowable(job)));
    }
}
