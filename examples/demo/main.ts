console.log('The demo comes with the client.');
