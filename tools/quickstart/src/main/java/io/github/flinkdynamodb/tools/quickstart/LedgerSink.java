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
package io.github.flinkdynamodb.tools.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Hands the changes to the {@link Ledger} in transactions, as a sink for a transactional database
 * does: what arrives after a checkpoint is committed with the next one. Flink rolls back what no
 * checkpoint holds when a task fails, so what is committed shows whether each change counts once.
 */
final class LedgerSink implements Sink<OrderChange>, SupportsCommitter<Transaction> {

    private static final long serialVersionUID = 1L;

    private final String ledgerId;

    LedgerSink(String ledgerId) {
        this.ledgerId = ledgerId;
    }

    @Override
    public Writer createWriter(WriterInitContext context) {
        return new Writer(Ledger.of(ledgerId));
    }

    @Override
    public Committer<Transaction> createCommitter(CommitterInitContext context) {
        return new LedgerCommitter(Ledger.of(ledgerId));
    }

    @Override
    public SimpleVersionedSerializer<Transaction> getCommittableSerializer() {
        return new Transaction.Serializer();
    }

    /** Collects the changes between two checkpoints. */
    static final class Writer implements CommittingSinkWriter<OrderChange, Transaction> {

        private final Ledger ledger;
        private List<OrderChange> changes = new ArrayList<>();

        Writer(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public void write(OrderChange change, Context context) {
            changes.add(change);
            ledger.arrived(change);
        }

        @Override
        public void flush(boolean endOfInput) {
            // Everything is in the next transaction.
        }

        @Override
        public Collection<Transaction> prepareCommit() {
            if (changes.isEmpty()) {
                return List.of();
            }
            Transaction transaction = new Transaction(UUID.randomUUID().toString(), changes);
            changes = new ArrayList<>();
            return List.of(transaction);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    /** Publishes transactions once their checkpoint is complete. */
    private static final class LedgerCommitter implements Committer<Transaction> {

        private final Ledger ledger;

        private LedgerCommitter(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public void commit(Collection<CommitRequest<Transaction>> requests) throws IOException {
            for (CommitRequest<Transaction> request : requests) {
                if (!ledger.commit(request.getCommittable())) {
                    request.signalAlreadyCommitted();
                }
            }
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
