// A replica set of one member, named by MEMBER, because commits are multi-document transactions; nothing changes where there is one.
try {
  rs.status();
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  rs.initiate({ _id: "rs0", members: [{ _id: 0, host: process.env.MEMBER }] });
}
for (let second = 0; second < 60 && !db.hello().isWritablePrimary; second++) sleep(1000);
if (!db.hello().isWritablePrimary) quit(1);
