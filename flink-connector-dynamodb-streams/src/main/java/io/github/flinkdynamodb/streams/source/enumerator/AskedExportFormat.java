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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads and writes the enumerator's state while an export is waited for, in the place of the scan:
 * the flag 32 in a byte; the table's ARN, the bucket, the prefix, the bucket's owner, the key and
 * the token as texts, each empty if there is none; the time of the request; and the export's ARN as
 * a text, empty if it isn't known. With flag 64 beside it the export is incremental, and the
 * beginning and the end of its window follow as times.
 */
final class AskedExportFormat {

    /** One that no scan has ({@link ScanStateFormat}). */
    private static final int ASKED = 32;

    private static final int CHANGES = 64;

    private AskedExportFormat() {}

    /** Returns whether a block that isn't empty is of this format. */
    static boolean is(byte[] block) {
        return (block[0] & ASKED) != 0;
    }

    static byte[] write(AskedExport asked) throws IOException {
        ExportRequest request = asked.request();
        StateOutput out = new StateOutput(512);
        out.writeByte(request.isIncremental() ? ASKED | CHANGES : ASKED);
        out.writeText(request.tableArn());
        out.writeText(request.bucket());
        out.writeText(request.prefix());
        out.writeText(request.bucketOwner().orElse(""));
        out.writeText(request.kmsKey().orElse(""));
        out.writeText(request.token());
        out.writeInstant(asked.askedAt());
        out.writeText(asked.exportArn().orElse(""));
        if (request.isIncremental()) {
            out.writeInstant(request.from().get());
            out.writeInstant(request.to().get());
        }
        return out.toBytes();
    }

    static AskedExport read(StateInput in) throws IOException {
        int flags = in.readFlags("flags of the export", ASKED | CHANGES);
        String tableArn = in.readText("table's ARN");
        String bucket = in.readText("bucket");
        String prefix = in.readText("prefix");
        String owner = emptyToNull(in.readText("bucket's owner"));
        ExportRequest request =
                ExportRequest.of(tableArn, bucket, prefix, owner, emptyToNull(in.readText("key")))
                        .withToken(in.readText("token"));
        Instant askedAt = in.readInstant("time of the request");
        String exportArn = emptyToNull(in.readText("export's ARN"));
        if ((flags & CHANGES) != 0) {
            request = withWindow(request, in);
        }
        in.requireEnd();
        return new AskedExport(request, askedAt, exportArn);
    }

    private static ExportRequest withWindow(ExportRequest request, StateInput in)
            throws IOException {
        Instant from = in.readInstant("beginning of the window");
        Instant to = in.readInstant("end of the window");
        if (!from.isBefore(to)) {
            throw in.corrupt("end of the window", "found " + to + ", expected one after " + from);
        }
        return request.ofChanges(from, to);
    }

    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
